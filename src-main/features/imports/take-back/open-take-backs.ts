import { deleteByMark } from '../../../aicc/call-data-deletion.ts';
import type { Handlers } from '../../../contract/derive.ts';
import { ownZone, wallTimeAt } from '../../../contract/zoned-time.ts';
import { pause, type Clock } from '../../../platform/clock.ts';
import type { Store } from '../../../store/store.ts';
import type { OpenCampaigns } from '../../campaigns/open-campaigns.ts';
import type { OpenConnections } from '../../connections/open-connections.ts';
import type { OpenOutbox } from '../../outbox/open-outbox.ts';
import { TakeBackJob } from './take-back-job.ts';
import { TakeBacks, takeBackHandlers } from './take-backs.ts';

/** Taking imports back: its kind of job, and what the window asks about it. */
export function openTakeBacks(
  deps: Pick<OpenConnections, 'clients' | 'missing'> & {
    readonly store: Store;
    readonly outbox: OpenOutbox;
    readonly campaigns: OpenCampaigns;
    readonly clock: Clock;
    /** What is known of a take-back of this import has changed. */
    readonly changed: (importId: string) => void;
  },
): Pick<Handlers, 'takeBacks'> {
  const { clients, missing, store, outbox, campaigns, clock } = deps;
  const { control, statistics } = campaigns;
  const resultOf = (importId: string) => store.importResults.get(importId);
  const takeBacks = new TakeBacks({
    queue: outbox.queue,
    jobs: store.jobs,
    table: store.takeBacks,
    sent: store.sentImports,
    control,
    resultOf,
    offers: (connectionId) => {
      if (store.connections.get(connectionId) === null) return 'no_connection';
      return missing.has(connectionId, 'calldata/delete') ? 'not_offered' : 'offered';
    },
    centreOf: (connectionId) => store.connections.centreOf(connectionId),
    changed: deps.changed,
    now: clock.now,
  });
  outbox.addKind(
    new TakeBackJob({
      status: (campaign) => control.status(campaign),
      control: (campaign, action) => control.act(campaign, action),
      delete: async (connectionId, campaignId, mark) => {
        const client = await clients.of(connectionId);
        await missing.require(connectionId, 'calldata/delete', () => deleteByMark(client, campaignId, mark));
      },
      count: (connectionId, { campaignId, mark }, after) =>
        statistics.ofMark(connectionId, campaignId, mark, after),
      imported: (importId) => resultOf(importId)?.task?.imported ?? null,
      isToday: (connectionId, importId) => {
        const zone = store.connections.get(connectionId)?.settings.timeZone ?? ownZone();
        const sent = store.jobs.get(importId)?.createdAt;
        return sent !== undefined && wallTimeAt(sent, zone).date === wallTimeAt(clock.now(), zone).date;
      },
      deleted: ({ importId, campaignId }, at) => store.sentImports.takenBack(importId, campaignId, at),
      pause: (ms, signal) => pause(clock, ms, signal),
      now: clock.now,
      monotonic: clock.monotonic,
    }),
  );
  outbox.queue.subscribe((changed) => {
    for (const job of changed.jobs) takeBacks.heard(job);
  });
  return { takeBacks: takeBackHandlers(takeBacks) };
}
