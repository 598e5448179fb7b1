import { campaignStateOf, type CampaignState } from '../../src-main/contract/campaigns.ts';
import { m } from '../../src-main/contract/messages/messages.js';

const words: Readonly<Record<CampaignState, () => string>> = {
  draft: m.campaigns_state_draft,
  active: m.campaigns_state_active,
  suspended: m.campaigns_state_suspended,
  ended: m.campaigns_state_ended,
};

/** The state of a campaign in words; a number that no document explains stays a number. */
export function campaignStateWords(status: string): string {
  const state = campaignStateOf(status);
  return state === null ? m.campaigns_state_other({ value: status }) : words[state]();
}
