import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import CircleX from '@lucide/svelte/icons/circle-x';
import FolderX from '@lucide/svelte/icons/folder-x';
import KeyRound from '@lucide/svelte/icons/key-round';
import ShieldAlert from '@lucide/svelte/icons/shield-alert';
import ShieldQuestionMark from '@lucide/svelte/icons/shield-question-mark';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import Unplug from '@lucide/svelte/icons/unplug';
import { detailsOf, type NeededThing } from '../../src-main/contract/error-details.ts';
import type { ErrorCode } from '../../src-main/contract/errors.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import type { ServerState } from '../../src-main/contract/server-state.ts';
import { errorWords } from './error-words.ts';
import type { Icon } from '../ui/icon.ts';

/** A server's state in a few words, for a row. Words and icon say it; the tone only repeats it. */
export interface StateWords {
  readonly label: string;
  readonly icon: Icon;
  readonly tone: 'ok' | 'warn' | 'danger' | 'neutral';
}

type Known = Omit<StateWords, 'label'> & { readonly label: (what: NeededThing | undefined) => string };

/** What stands in the way, where the code alone says it. */
const byCode: Readonly<Partial<Record<ErrorCode, Known>>> = {
  incomplete_server: { label: () => m.servers_state_incomplete(), icon: TriangleAlert, tone: 'warn' },
  host_key_unknown: { label: () => m.servers_state_key_unknown(), icon: ShieldQuestionMark, tone: 'warn' },
  host_key_changed: { label: () => m.servers_state_key_changed(), icon: ShieldAlert, tone: 'danger' },
  password_needed: { label: neededWords, icon: KeyRound, tone: 'warn' },
  no_such_path: { label: () => m.servers_state_no_path(), icon: FolderX, tone: 'danger' },
  permission_denied: { label: () => m.servers_state_read_only(), icon: FolderX, tone: 'warn' },
  disk_full: { label: () => m.servers_state_full(), icon: FolderX, tone: 'danger' },
};

/** How a server stands, from the first thing that is in the way. */
export function stateWords(state: ServerState | null): StateWords {
  if (state === null) return { label: m.servers_state_never(), icon: CircleDashed, tone: 'neutral' };
  const { error, reachable, login, writable } = state;
  if (error === null) {
    return writable === true
      ? { label: m.servers_state_ready(), icon: CircleCheck, tone: 'ok' }
      : { label: m.servers_state_never(), icon: CircleDashed, tone: 'neutral' };
  }
  const known = byCode[error.code];
  if (known) return { ...known, label: known.label(detailsOf(error, 'password_needed').what) };
  if (reachable === false) return { label: m.servers_state_unreachable(), icon: Unplug, tone: 'danger' };
  if (login === false) return { label: m.servers_state_refused(), icon: CircleX, tone: 'danger' };
  return { label: errorWords(error).title, icon: CircleX, tone: 'danger' };
}

function neededWords(what: NeededThing | undefined): string {
  switch (what) {
    case 'answer':
      return m.servers_state_answer();
    case 'key':
    case 'passphrase':
      return m.servers_state_own_key();
    case 'password':
    case undefined:
      return m.servers_state_password();
  }
}

/** How many of these servers stand how: those that are ready first, then what is worst. */
export function tallyStates(
  states: readonly ServerState[],
): readonly (Pick<StateWords, 'label' | 'tone'> & { readonly count: number })[] {
  const tallied = new Map<string, { label: string; tone: StateWords['tone']; count: number }>();
  for (const state of states) {
    const { label, tone } = stateWords(state);
    const found = tallied.get(label) ?? { label, tone, count: 0 };
    found.count++;
    tallied.set(label, found);
  }
  const order: readonly StateWords['tone'][] = ['ok', 'danger', 'warn', 'neutral'];
  return [...tallied.values()].sort(
    (a, b) => order.indexOf(a.tone) - order.indexOf(b.tone) || b.count - a.count,
  );
}
