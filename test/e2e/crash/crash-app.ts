import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import electron from 'electron';
import { expect } from 'playwright/test';
import type { Client } from '../../../src-main/contract/derive.ts';
import type { Result } from '../../../src-main/contract/errors.ts';
import { connectionToDemo } from '../../support/dialdesk.ts';
import { launchDialdesk } from '../launch.ts';
import type { Dialdesk } from '../launch.ts';
import { answerDialogs } from '../desktop.ts';
import { OutboxPage } from '../outbox/outbox-page.ts';
import { listOf, titleOf, voiceFileOf } from './cargo.ts';
import type { CrashJob } from './cargo.ts';
import type { CountingCentre } from './counting-centre.ts';

const root = join(import.meta.dirname, '../../..');

/** Where jobs go. */
export interface Destination {
  readonly connectionId: string;
  readonly campaignId: string;
  readonly serverId: string;
}

/** The states in which a job waits for nobody but the supervisor, as the screen words them. */
const atRest =
  /Import started|(?:Partly |Nothing )?[Ii]mported$|Counts differ|Failed in the call centre|Uploaded|Changed|Partly changed|Not changed|Outcome unknown|Failed/m;

/** What the call centre said of an import once it was handed over. */
const counted = /imported$|Counts differ|in the call centre/i;

/** What became of a single change, as the screen words it. */
const rowStates = /^(?:Not sent|Sending|Sent|Failed|Unknown)$/m;

/** Kills a process and all that it started, as the end of a machine would. */
function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Dialdesk, started without a debugger, and killed after some time. Its jobs go on by themselves until then. */
export async function startAndKill(userData: string, env: NodeJS.ProcessEnv, afterMs: number): Promise<void> {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const child = spawn(
    electron as unknown as string,
    [...(asRoot ? ['--no-sandbox'] : []), root, `--user-data-dir=${userData}`],
    { env: { ...process.env, ...env }, stdio: 'ignore', detached: true },
  );
  const exited = once(child, 'exit');
  const timer = setTimeout(() => killGroup(child.pid ?? 0), afterMs);
  const [, signal] = (await exited) as [number | null, string | null];
  clearTimeout(timer);
  if (signal !== 'SIGKILL') throw new Error('Dialdesk ended before it was killed');
}

/** A running Dialdesk whose jobs are made through the bridge, looked at on the screen, and which is killed. */
export class CrashApp {
  readonly #dialdesk: Dialdesk;
  readonly #process: ChildProcess;
  readonly #outbox: OutboxPage;

  static async start(userData: string, env: NodeJS.ProcessEnv): Promise<CrashApp> {
    return new CrashApp(await launchDialdesk({ userData, env }));
  }

  constructor(dialdesk: Dialdesk) {
    this.#dialdesk = dialdesk;
    // Playwright knows it only as long as it runs
    this.#process = dialdesk.app.process();
    this.#outbox = new OutboxPage(dialdesk);
  }

  /** Makes the connection, trusts the file server and keeps its password, as a supervisor does once. */
  async setUp({ demo }: CountingCentre): Promise<Destination> {
    const { page } = this.#dialdesk;
    const { id: connectionId } = await this.#call('connections', 'create', {
      settings: connectionToDemo(demo),
      secretKey: demo.secretKey,
    });
    await this.#call('connections', 'use', { id: connectionId });
    const all = { connectionId, search: '', offset: 0, limit: 10, refresh: false };
    const { servers } = await this.#call('servers', 'list', all);
    const serverId = servers.find(({ port }) => port === String(demo.sftp.port))?.serverId ?? '';
    const look = { connectionId, serverId, folder: '', fileName: 'a.xlsx' };
    const offered = await page.evaluate((asked) => window.dialdesk.servers.lookAt(asked), look);
    if (offered.ok) throw new Error('the key was known already');
    await this.#call('hostKeys', 'trust', offered.error.details as never);
    await this.#call('servers', 'savePassword', { connectionId, serverId, password: demo.sftp.password });
    const [campaignId = ''] = demo.state.campaigns.keys();
    return { connectionId, campaignId, serverId };
  }

  /** Puts a job in the outbox; its ID is noted once the app has said that it is on record. */
  async add(job: CrashJob, to: Destination, folder: string): Promise<void> {
    if (job.kind === 'reservation-change') return this.#addChanges(job, to);
    const path = join(folder, job.kind === 'import' ? `${job.name}.csv` : `${job.name}.wav`);
    await writeFile(path, job.kind === 'import' ? listOf(job) : voiceFileOf(job));
    await answerDialogs(this.#outbox.app, { open: [path] });
    const purpose = job.kind === 'import' ? 'call-list' : 'voice';
    const [file] = await this.#call('files', 'pick', { purpose });
    const token = file?.token ?? '';
    await (job.kind === 'import' ? this.#addImport(job, to, token) : this.#addVoice(job, to, token));
  }

  async #addImport(
    job: CrashJob,
    { connectionId, campaignId, serverId }: Destination,
    token: string,
  ): Promise<void> {
    const { list } = await this.#call('callLists', 'open', { token });
    await this.#call('callLists', 'check', { list, options: {} });
    const [made] = await this.#call('imports', 'add', {
      list,
      name: job.name,
      connectionId,
      campaignId,
      destination: { connectionId, serverId, folder: '', fileName: `${job.name}.xlsx` },
      replace: false,
      startsAt: null,
      split: false,
    });
    job.id = made?.id ?? null;
  }

  async #addVoice(job: CrashJob, { connectionId }: Destination, token: string): Promise<void> {
    const { files } = await this.#call('voice', 'open', { tokens: [token], connectionId });
    // It is followed until it has arrived: that it is on record, the list tells sooner.
    void this.#call('voice', 'upload', {
      file: files[0]?.id ?? '',
      version: 'original',
      connectionId,
    }).catch(() => undefined);
    while (job.id === null) job.id = await this.find(job);
  }

  /** As a single change is left to the outbox, and as many are: what is known of each comes with it. */
  async #addChanges(job: CrashJob, { connectionId }: Destination): Promise<void> {
    const made = await this.#call('reservationChanges', 'add', {
      connectionId,
      name: job.name,
      perMinute: 1200,
      rows: job.reservations.map(({ appointId, userAccount, appointTime, remark, calledNo }) => {
        const unknown = { taskId: null, taskName: null, agentName: null };
        const known = { agent: userAccount, appointTime, remark, calledNo, ...unknown };
        return { sheetRow: null, change: { appointId, agent: job.name }, known };
      }),
    });
    job.id = made.id;
  }

  /** The ID under which the app knows a job, or null. */
  async find(job: CrashJob): Promise<string | null> {
    const name = titleOf(job);
    const { jobs } = await this.#call('outbox', 'list', { search: name });
    return jobs.find((each) => each.name === name)?.id ?? null;
  }

  /** Shows the outbox with all that is in it. */
  async showOutbox(): Promise<void> {
    await this.#outbox.show('outbox');
    await this.#dialdesk.page.getByRole('radio', { name: /^All/ }).check({ force: true });
  }

  /** What the screen says of a job once it has come to rest. One that is only kept is sent first. */
  async stateOnScreen(job: CrashJob): Promise<string> {
    const title = titleOf(job);
    await this.#dialdesk.page.getByRole('searchbox').fill(title);
    const row = this.#outbox.row(title);
    const kept = row.getByText('Prepared', { exact: true });
    await expect(row.getByText(atRest).or(kept).first()).toBeVisible({ timeout: 60_000 });
    if (await kept.isVisible()) {
      // It was found in the outbox without its row: nothing of it goes out unasked.
      await this.#call('imports', 'send', { ids: [job.id ?? ''] });
      await expect(row).toContainText(atRest, { timeout: 60_000 });
    }
    // what the call centre says of it may come between the look and the reading
    let state = '';
    const read = async (): Promise<string> => {
      state = atRest.exec(await row.innerText())?.[0] ?? '';
      return state;
    };
    await expect.poll(read, { timeout: 60_000 }).not.toBe('');
    return counted.test(state) ? 'Import started' : state;
  }

  /**
   * What the screen says became of each reservation of a job, by its ID, and what it says once those of which nobody
   * knows were looked up.
   */
  async changesOnScreen(
    job: CrashJob,
  ): Promise<Record<'told' | 'lookedUp', ReadonlyMap<string, string | undefined>>> {
    const { page } = this.#dialdesk;
    await this.#outbox
      .row(titleOf(job))
      .getByRole('button', { name: titleOf(job), exact: true })
      .click();
    const ofEach = page.getByRole('button', { name: 'Show each result' });
    await ofEach.click();
    const results = page.getByRole('grid', { name: 'Results' }).getByRole('row');
    const rows = results.filter({ has: page.getByRole('gridcell') });
    await expect(rows.first()).toBeVisible();
    const read = async (): Promise<ReadonlyMap<string, string | undefined>> => {
      const found = job.reservations.map(async ({ appointId }) => {
        const row = rows.filter({ has: page.getByTitle(appointId, { exact: true }) });
        const text = (await row.count()) === 0 ? '' : await row.innerText();
        return [appointId, rowStates.exec(text)?.[0]] as const;
      });
      return new Map(await Promise.all(found));
    };
    const told = await read();
    if ([...told.values()].includes('Unknown')) {
      await page.getByRole('button', { name: 'Look them up' }).click();
      await expect(rows.getByText(/^(?:Sent|Failed)$/)).toHaveCount(await rows.count());
    }
    const lookedUp = await read();
    // the rail leads back to the job first, and from there to the list
    await page.getByRole('navigation').getByRole('button', { name: 'Outbox', exact: true }).click();
    await expect(ofEach).toBeVisible();
    await this.showOutbox();
    return { told, lookedUp };
  }

  /** Answers what the screen asks about a job whose outcome is unknown. */
  async decide(job: CrashJob, arrived: boolean): Promise<void> {
    const { page } = this.#dialdesk;
    await this.#outbox
      .row(titleOf(job))
      .getByRole('button', { name: /^Decide/ })
      .click();
    if (arrived) await page.getByRole('button', { name: /^It (was started|arrived)$/ }).click();
    else {
      await page.getByRole('button', { name: /^It (was|did) not, send again/ }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Send again' }).click();
    }
    await this.showOutbox();
  }

  /** Ends it at once, with its windows and its network. */
  kill(): void {
    if (this.#runs) killGroup(this.#process.pid ?? 0);
  }

  /** Tells it to end, as a terminal or a logout does. */
  signal(name: NodeJS.Signals): void {
    this.#process.kill(name);
  }

  /** With which status it ended; null while it runs, and when a signal ended it. */
  get status(): number | null {
    return this.#process.exitCode;
  }

  /** Resolves when it is gone. */
  async gone(): Promise<void> {
    if (this.#runs) await once(this.#process, 'exit');
  }

  get #runs(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** Ends it in good order. */
  async close(): Promise<void> {
    await this.#dialdesk.app.close();
  }

  /** A call of the contract, through the window's bridge. */
  async #call<D extends keyof Client, N extends keyof Client[D]>(
    domain: D,
    name: N,
    input: Client[D][N] extends (asked: infer Asked) => unknown ? Partial<Asked> : never,
  ): Promise<Client[D][N] extends (...asked: never[]) => Promise<infer Given> ? Given : never> {
    const answer = await this.#dialdesk.page.evaluate(
      ([inDomain, called, asked]) => {
        const calls = window.dialdesk as unknown as Record<
          string,
          Record<string, (asked: unknown) => unknown>
        >;
        return calls[inDomain as string]?.[called as string]?.(asked);
      },
      [domain, name, input] as const,
    );
    const result = answer as Result<never>;
    if (!result.ok) throw new Error(`${domain}.${String(name)}: ${result.error.message}`);
    return result.value;
  }
}
