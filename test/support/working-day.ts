import { randomUUID } from 'node:crypto';
import type { ActivityEntry } from '../../src-main/contract/activity.ts';
import type { ImportTask } from '../../src-main/contract/call-data-import.ts';
import type { ImportSummary, Job } from '../../src-main/contract/jobs.ts';
import { connectionSetting } from '../../src-main/store/app-settings.ts';
import type { Store } from '../../src-main/store/store.ts';
import { importPayloadColumn } from '../../src-main/features/imports/job/import-payload.ts';
import { sampleConnection } from './sample-connection.ts';
import { sampleJob } from './sample-job.ts';

/** Names as long as they come, which differ where they end. */
const campaigns = [
  ['1648930214777086754', '深圳前海分公司 2026 年第四季度存量客户续保提醒 外呼活动 A 组（工作日上午）'],
  ['1648930214777086755', '深圳前海分公司 2026 年第四季度存量客户续保提醒 外呼活动 B 组（工作日下午）'],
  ['900', 'Renewals 2027 – existing customers of the southern region, second reminder, weekday mornings'],
  ['901', 'Renewals 2027 – existing customers of the southern region, second reminder, weekday afternoons'],
] as const;
const lists = [
  '2026-11_southern-region_renewals_export-from-crm_cleaned_final (3).xlsx',
  '2026-11_southern-region_renewals_export-from-crm_cleaned_final (4).xlsx',
  '前海分公司_存量客户_续保提醒_2026年11月第4周_已去重_最终版（2）.xlsx',
  'list-13.csv',
];
const day = 86_400_000;

/** Enough for the queue to read the job again; nothing of it can be sent. */
function payloadOf({ summary }: Job): string {
  if (summary.kind !== 'import') return '{}';
  const { sourceName, rows, rejected, campaignId, campaignName, serverId, serverName } = summary;
  return importPayloadColumn.encode({
    source: { name: sourceName, path: null, size: 1_400_000, mtimeMs: 0, sha256: null },
    check: null,
    rows,
    rejected,
    connectionName: '',
    destination: null,
    draft: {
      campaignId,
      campaignName,
      serverId,
      serverName,
      folder: '',
      fileName: sourceName,
      startsAt: null,
    },
    startPlan: null,
    again: [],
    mark: { mark: null, markOrigin: 'unknown' },
  });
}

/** The connections of a working day: two call centres with names as long as they come. */
export interface WorkingDay {
  readonly north: string;
  readonly south: string;
}

/**
 * Puts two call centres that lead nowhere, and the jobs of three days in every state, into a store that no app has
 * open. The second call centre is in use.
 * @param now epoch milliseconds: the day ends then
 */
export function addWorkingDay(store: Store, now: number): WorkingDay {
  const connect = (name: string, host: string): string => {
    const id = randomUUID();
    const settings = sampleConnection({
      name,
      isales: { host: `${host}.invalid`, port: 28_050 },
      ccfs: { host: `${host}.invalid`, port: 28_443 },
    });
    store.connections.add({ id, demo: false, settings });
    return id;
  };
  const north = connect('Shenzhen production, north site', 'north');
  const south = connect('深圳生产环境（前海，第二呼叫中心）', 'south');
  store.settings.set(connectionSetting, south);

  let position = 0;
  const add = (age: number, change: Partial<Job>, summary: Partial<ImportSummary> = {}): Job => {
    const index = position++;
    const campaign = campaigns[index % campaigns.length] ?? campaigns[0];
    const sample = sampleJob();
    const job = sampleJob({
      name: (lists[index % lists.length] ?? '').replace(/\.\w+$/, ''),
      connectionId: index % 3 === 0 ? north : south,
      position: index + 1,
      createdAt: now - age,
      updatedAt: now - age + 95_000,
      ...change,
      summary: change.summary ?? {
        ...(sample.summary as ImportSummary),
        sourceName: lists[index % lists.length] ?? '',
        rows: 19_076 + index * 371,
        campaignId: campaign[0],
        campaignName: campaign[1],
        serverName: 'sftp-outbound-07.callcentre.shenzhen.example.com',
        remotePath: `/data/isales/outbound/${lists[index % lists.length] ?? ''}`,
        ...summary,
      },
    });
    store.jobs.insert(job, { payload: payloadOf(job), memory: null, resource: null });
    return job;
  };
  const done = { state: 'done', result: { importTaskId: '1648930214777086754' } } as const;
  const task = (counts: Partial<ImportTask>): ImportTask => ({
    id: '1648930214777086754',
    status: 'complete',
    statusText: '2',
    beginTime: new Date(now - day).toISOString(),
    endTime: new Date(now - day + 90_000).toISOString(),
    imported: null,
    repeated: null,
    failed: null,
    blocked: null,
    errorText: null,
    ...counts,
  });
  const ended = (age: number, counts: (sent: number) => Partial<ImportTask>): void => {
    const job = add(age, done);
    const sent = job.summary.kind === 'import' ? job.summary.rows : 0;
    store.importResults.save({
      jobId: job.id,
      connectionId: job.connectionId ?? '',
      campaignId: job.summary.kind === 'import' ? (job.summary.campaignId ?? '') : '',
      taskId: '1648930214777086754',
      sent,
      sentAt: job.createdAt,
      following: 'ended',
      task: task(counts(sent)),
      lookedAt: job.updatedAt,
      nextAt: null,
      error: null,
      attempts: 0,
      until: now + day,
    });
  };
  ended(2.2 * day, (sent) => ({ imported: sent, repeated: 0, failed: 0, blocked: 0 }));
  ended(2.1 * day, () => ({ imported: 1, repeated: 0, failed: 0, blocked: 0 }));
  ended(1.2 * day, (sent) => ({ imported: sent - 880, repeated: 804, failed: 0, blocked: 76 }));
  ended(1.1 * day, () => ({
    status: 'failed',
    imported: 0,
    repeated: 0,
    failed: 0,
    blocked: 0,
    errorText: 'file not found',
  }));
  add(day, { state: 'cancelled' });
  add(5_000_000, {
    state: 'unknown',
    steps: [{ id: 'import', state: 'unknown', startedAt: now - 5_000_000, endedAt: null, detail: null }],
  });
  add(4_000_000, {
    state: 'failed',
    error: { code: 'login_refused', message: 'refused', details: {} },
  });
  add(3_000_000, {
    state: 'waiting',
    waitingFor: {
      kind: 'network',
      code: 'timed_out',
      details: { host: 'sftp-outbound-07.callcentre.shenzhen.example.com' },
      retryAt: now + day,
    },
  });
  add(2_000_000, { state: 'paused' });
  add(1_900_000, { state: 'prepared', hold: true });
  add(
    1_800_000,
    { state: 'prepared', hold: true, connectionId: null },
    {
      campaignId: null,
      campaignName: null,
      serverId: null,
      serverName: null,
      startsAt: { hour: 18, minute: 30 },
    },
  );
  add(1_000_000, {
    state: 'done',
    kind: 'reservation-change',
    name: 'Meeting of all agents on Thursday',
    result: { sent: 340, failed: 2, unknown: 0 },
    summary: { kind: 'reservation-change', rows: 342, appointId: null, appointTime: null },
  });
  add(900_000, {
    state: 'done',
    kind: 'voice-upload',
    name: '欢迎词_前海分公司_普通话_女声_第12次录音.wav',
    result: { fileName: '/voice/17/welcome.wav' },
    summary: {
      kind: 'voice-upload',
      fileName: '欢迎词_前海分公司_普通话_女声_第12次录音.wav',
      bytes: 384_044,
    },
  });

  const entry = (change: Partial<ActivityEntry>): ActivityEntry => ({
    at: now - 1000,
    duration: 340,
    connectionId: south,
    connectionName: '深圳生产环境（前海，第二呼叫中心）',
    kind: 'request',
    interface: 'queryCallDataImportTask',
    outcome: 'ok',
    code: '0',
    asked: 'campaignId: 900',
    answered: 'resultCode: 0',
    jobId: null,
    ...change,
  });
  store.activity.addAll([
    entry({ at: now - 2 * day }),
    entry({ at: now - day, outcome: 'failed', code: '102110' }),
    entry({ at: now - 50_000, interface: 'probe', outcome: 'failed', code: '900404' }),
  ]);
  return { north, south };
}
