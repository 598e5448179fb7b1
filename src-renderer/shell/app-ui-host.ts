import type { Client } from '../../src-main/contract/derive.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import type { UiHost } from '../ui/ui-host.ts';
import { formatCount, formatWeekday } from '../app/format.ts';

/** The application's side of the design system: its words, numbers and clipboard. */
export function createUiHost(client: Pick<Client, 'app'>): UiHost {
  return {
    words: {
      close: m.common_close,
      dismiss: m.common_dismiss,
      cancel: m.common_cancel,
      copy: m.common_copy,
      copied: m.common_copied,
      copyFailed: m.common_copy_failed,
      showSecret: m.common_show_secret,
      hideSecret: m.common_hide_secret,
      clear: m.common_clear,
      optional: m.common_optional,
      working: m.common_working,
      loading: m.common_loading,
      matches: m.common_matches,
      noMatches: m.common_no_matches,
      loadFailed: m.common_load_failed,
      retry: m.common_retry,
      hour: m.common_hour,
      minute: m.common_minute,
      pickDay: m.common_pick_day,
      dayHint: m.common_day_hint,
      back: m.common_back,
      steps: m.common_steps,
      stepDone: m.common_step_done,
      notifications: m.common_notifications,
      columnHint: m.common_column_hint,
    },
    copyText: (text) => client.app.copyText(text),
    number: formatCount,
    weekday: formatWeekday,
  };
}
