import { m } from '../../src-main/contract/messages/messages.js';
import { stateWords } from './campaign-words.ts';
import type { Control } from './control.svelte.ts';

/** How an outcome is shown. */
export interface OutcomeWords {
  readonly tone: 'ok' | 'warn' | 'info';
  readonly title: string;
  readonly text: string;
}

/** What became of pausing or resuming, in words that say no more than was seen. */
export function outcomeWords(control: Control): OutcomeWords | null {
  const { outcome, action, asWanted } = control;
  if (outcome === null) return null;
  const { status } = outcome.now;
  const state = stateWords(status);
  switch (outcome.answer) {
    case 'done': {
      const title = action === 'pause' ? m.campaigns_pause_accepted() : m.campaigns_resume_accepted();
      if (asWanted) return { tone: 'ok', title, text: m.campaigns_accepted_state({ state }) };
      const text = status === null ? m.campaigns_shows_nothing() : m.campaigns_shows_still({ state });
      return { tone: 'warn', title, text };
    }
    case 'refused':
      return {
        tone: 'warn',
        title: m.campaigns_refused_title(),
        text: status === null ? m.campaigns_refused_unread() : m.campaigns_refused_text({ state }),
      };
    case 'unknown':
      if (status === null) {
        return {
          tone: 'warn',
          title: m.campaigns_lost_unread_title(),
          text: m.campaigns_lost_unread_text(),
        };
      }
      return asWanted
        ? { tone: 'ok', title: m.campaigns_lost_done_title(), text: m.campaigns_lost_done_text({ state }) }
        : { tone: 'warn', title: m.campaigns_lost_not_title(), text: m.campaigns_lost_not_text({ state }) };
  }
}
