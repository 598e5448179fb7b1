import {
  campaignKindOf,
  campaignStateOf,
  type CampaignAction,
  type CampaignKind,
  type ListedCampaign,
  type SpecialDate,
} from '../../src-main/contract/campaigns.ts';
import { detailsOf } from '../../src-main/contract/error-details.ts';
import type { ErrorShape } from '../../src-main/contract/errors.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import { InterfaceName, resultMeaning } from '../../src-main/contract/result-codes.ts';
import { campaignStateWords } from '../app/campaign-state-words.ts';
import { errorWords, type ErrorWords } from '../app/error-words.ts';
import { formatWeekday, listNames } from '../app/format.ts';

const kinds: Readonly<Record<CampaignKind, () => string>> = {
  intelligent: m.campaigns_kind_intelligent,
  predictive: m.campaigns_kind_predictive,
  automatic: m.campaigns_kind_automatic,
  preview: m.campaigns_kind_preview,
  preoccupied: m.campaigns_kind_preoccupied,
};

/** The kind of a campaign in words; a number that no document explains stays a number. */
export function kindWords(deviceType: string | null): string {
  if (deviceType === null) return m.campaigns_not_provided();
  const kind = campaignKindOf(deviceType);
  return kind === null ? m.campaigns_kind_other({ value: deviceType }) : kinds[kind]();
}

/** The state of a campaign in words, also where the system does not give it. */
export function stateWords(status: string | null): string {
  return status === null ? m.campaigns_not_provided() : campaignStateWords(status);
}

/** The tone of a state's tag. */
export function stateTone(status: string | null): 'ok' | 'warn' | 'neutral' {
  const state = status === null ? null : campaignStateOf(status);
  return state === 'active' ? 'ok' : state === 'suspended' ? 'warn' : 'neutral';
}

export function campaignName({ name }: Pick<ListedCampaign, 'name'>): string {
  return name ?? m.campaigns_unnamed();
}

/**
 * What can be asked for a campaign in this state. A state that is not given, or not understood, rules nothing out: the
 * call centre decides.
 */
export function actionsIn(status: string | null): readonly CampaignAction[] {
  switch (status === null ? null : campaignStateOf(status)) {
    case 'active':
      return ['pause'];
    case 'suspended':
      return ['resume'];
    case 'draft':
    case 'ended':
      return [];
    case null:
      return ['pause', 'resume'];
  }
}

/** 1 January 2024 was a Monday. */
const weekday = (day: string): string => formatWeekday(`2024-01-0${day}`);

/** When a special date is; what is not in the form of the documents is shown as it came. */
export function dateWords({ type, week, from, to }: SpecialDate): string {
  const [begin, end] = [from ?? '?', to ?? '?'];
  const days = (week ?? '').split(',').map((day) => day.trim());
  if (type === '1' && days.every((day) => /^[1-7]$/.test(day))) {
    return m.campaigns_dates_weekly({ days: listNames(days.map(weekday)) });
  }
  if (type === '3') return m.campaigns_dates_yearly({ from: begin, to: end });
  if (type === '2') return m.campaigns_dates_period({ from: begin, to: end });
  return [week, from, to].filter((part) => part !== null).join(' · ') || m.campaigns_not_provided();
}

/** Why a request about campaigns failed; a code by what it means on that interface. */
export function campaignFailure(error: ErrorShape): ErrorWords {
  const { resultCode, interface: name } = detailsOf(error, 'result_code');
  const words = errorWords(error);
  if (resultCode === undefined || !isInterface(name)) return words;
  if (resultMeaning(name, resultCode) !== 'campaign_not_found') return words;
  return { ...words, title: m.campaigns_code_not_found(), next: m.campaigns_code_not_found_next() };
}

function isInterface(name: unknown): name is InterfaceName {
  return (InterfaceName.options as readonly unknown[]).includes(name);
}
