import type { App } from '../app/app.ts';
import { JobPages, type JobEditor } from '../app/jobs/job-pages.svelte.ts';

/** What the outbox shows: everything that is to leave this computer, in the order in which it does. */
export class OutboxState<Editor extends JobEditor> extends JobPages<Editor> {
  constructor(app: App) {
    super(app, { kinds: [], sort: 'order', filter: 'open' });
  }
}
