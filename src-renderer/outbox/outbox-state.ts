import type { App } from '../app/app.ts';
import { JobPages, type JobEditor } from '../app/jobs/job-pages.svelte.ts';

/** What the outbox shows: everything that still moves or needs a decision, in the order in which it leaves. */
export class OutboxState<Editor extends JobEditor> extends JobPages<Editor> {
  constructor(app: App) {
    super(app, {
      kinds: [],
      sorting: null,
      filters: ['open', 'prepared', 'waiting', 'running', 'unknown', 'failed', 'done', 'all'],
      filter: 'open',
    });
  }
}
