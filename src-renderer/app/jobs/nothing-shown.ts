import { m } from '../../../src-main/contract/messages/messages.js';
import type { FilterId, JobsView } from './jobs-view.svelte.ts';

const words: Readonly<Record<FilterId, () => string>> = {
  all: m.outbox_nothing_all,
  sent: m.outbox_nothing_sent,
  open: m.outbox_nothing_open,
  prepared: m.outbox_nothing_prepared,
  waiting: m.outbox_nothing_waiting,
  running: m.outbox_nothing_running,
  unknown: m.outbox_nothing_unknown,
  failed: m.outbox_nothing_failed,
  done: m.outbox_nothing_done,
};

/** What is said where a list of jobs is empty: of a search that it finds nothing, otherwise what there is none of. */
export const nothingShown = ({ search, filter }: Pick<JobsView, 'search' | 'filter'>): string =>
  search.trim() === '' ? words[filter]() : m.outbox_none({ search: search.trim() });
