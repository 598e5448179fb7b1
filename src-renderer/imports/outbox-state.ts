import type { App } from '../app/app.ts';
import { ImportsState } from './imports-state.svelte.ts';
import { JobsView } from './jobs-view.svelte.ts';

/** What the outbox shows: all that is to leave this computer, in the order in which it does. */
export class OutboxState extends ImportsState {
  override readonly shown: JobsView;

  constructor(app: App) {
    super(app);
    this.shown = new JobsView(app.client, { kinds: [], sort: 'order', filter: 'open' });
  }
}
