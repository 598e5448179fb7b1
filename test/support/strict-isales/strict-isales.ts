import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ServerResponse } from 'node:http';
import { openSource } from '../../../src-main/call-list/source.ts';
import { issuedByCa } from '../certificates.ts';
import { startHttpsServer, type Received, type TestHttpsServer } from '../https-server.ts';
import { signatureFault } from './authentication.ts';
import { routes, TooOften, type Asked, type Reply, type Surroundings } from './interfaces.ts';
import { Refused, broken, type Fields, type StrictInterface } from './rules.ts';
import type { StrictCampaign, StrictRecords } from './records.ts';

/** What goes wrong with the next requests for an interface. */
export interface StrictFault {
  readonly on: StrictInterface;
  /** `lost`: it is carried out, and nothing is answered. `gone`: it never arrives. Else an HTTP status or a result code. */
  readonly what: 'lost' | 'gone' | 429 | 503 | `0${string}`;
  times: number;
}

export interface StrictOptions {
  /** A folder of this machine that file servers show as their default path. */
  readonly files: string;
  /** Where the file server listens. */
  readonly sftpPort: number;
  readonly keys: { readonly accessKey: string; readonly secretKey: string };
  /** Fields that are left out of all answers, at whatever depth. */
  readonly omit?: readonly string[];
  readonly firstPage?: 0 | 1;
  readonly pastEnd?: 'empty' | 'refused';
  /** Interfaces that an older system answers 404 to. */
  readonly lacks?: readonly StrictInterface[];
}

const vdnId = 53;
const contentTypes = ['application/json;charset=UTF-8', 'application/json; charset=UTF-8'];

/**
 * A CC-iSales that follows the documents strictly, made from the collected facts and the vendor's pages alone. It shares
 * nothing with the demo system, so that an error in reading the documents is not made twice. A request that is not as they
 * want it is refused, and noted in `broken`.
 */
export class StrictIsales {
  readonly #options: StrictOptions;
  readonly serverId = '164690088271159234793429225848';
  records: StrictRecords = { campaigns: [], tasks: [], invocations: [], statisticsAt: null };
  /** What was asked against the documents. */
  readonly broken: string[] = [];
  readonly faults: StrictFault[] = [];
  /** Every request that came, in order. */
  readonly asked: StrictInterface[] = [];
  /** Called as requests pass; false: who asked is gone, nothing is carried out or answered. */
  watch: (moment: 'arrives' | 'took effect', name: StrictInterface) => boolean = () => true;
  /** What is answered instead of what was to be. */
  instead: (name: StrictInterface, answer: Fields) => Fields = (_name, answer) => answer;
  /** Epoch milliseconds. */
  now: () => number = Date.now;
  #server: TestHttpsServer | null = null;
  readonly #resultTimes: number[] = [];
  #deleting = 0;
  #resultsUnderWay = 0;
  #taking: Promise<unknown> = Promise.resolve();

  constructor(options: StrictOptions) {
    this.#options = options;
  }

  static async start(
    context: { after(done: () => Promise<void>): void },
    options: StrictOptions,
  ): Promise<StrictIsales> {
    const strict = new StrictIsales(options);
    strict.#server = await startHttpsServer(issuedByCa, (received, response) => {
      void strict.#serve(received, response);
    });
    context.after(async () => {
      await strict.#server?.[Symbol.asyncDispose]();
      await strict.#taking;
    });
    return strict;
  }

  get port(): number {
    if (this.#server === null) throw new Error('not started');
    return this.#server.port;
  }

  campaign(id: number): StrictCampaign {
    const found = this.records.campaigns.find((one) => one.id === id);
    if (found === undefined) throw new Error(`no campaign ${id}`);
    return found;
  }

  /** Numbers of a campaign that carry a mark. */
  numbers(id: number, mark: string): StrictCampaign['numbers'] {
    return this.campaign(id).numbers.filter(({ customField }) => customField === mark);
  }

  async #serve(received: Received, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(received.url, 'https://localhost');
    const found = this.#routeOf(pathname, received.method);
    if (found === null) {
      this.broken.push(`${received.method} ${pathname} is no interface`);
      send(response, 404, 'no such address');
      return;
    }
    const { name, campaignId } = found;
    const fault = this.#faultOf(name);
    this.asked.push(name);
    if (!this.watch('arrives', name) || fault?.what === 'gone') {
      response.destroy();
      return;
    }
    if (this.#options.lacks?.includes(name)) {
      send(response, 404, 'Not Found');
      return;
    }
    const at = this.now();
    let status = 200;
    let answer: Fields | string;
    this.#begin(name, at);
    try {
      if (fault?.what === 429 || fault?.what === 503) throw new Refusal(fault.what);
      if (fault !== null && fault.what !== 'lost') throw new Refused(fault.what, 'refused', false);
      const unsigned = this.#headFault(received);
      if (unsigned !== null) throw new Refusal(unsigned);
      // long answers take their time, and are prepared side by side
      if (name === 'callresult' || name === 'calldata/delete') await wait(5);
      const asked: Asked = { campaignId, query: searchParams, body: bodyOf(received.body) };
      answer = success(routes[name].answer(asked, this.#surroundings()));
    } catch (error) {
      ({ status, answer } = this.#refusal(name, error));
    } finally {
      this.#end(name);
    }
    this.#log(received, pathname, at, status, answer);
    if (!this.watch('took effect', name) || fault?.what === 'lost') {
      response.destroy();
      return;
    }
    const told = typeof answer === 'string' ? answer : this.instead(name, answer);
    send(response, status, typeof told === 'string' ? told : without(told, this.#options.omit ?? []));
  }

  #routeOf(pathname: string, method: string): { name: StrictInterface; campaignId: string } | null {
    for (const [name, route] of Object.entries(routes) as [
      StrictInterface,
      (typeof routes)[StrictInterface],
    ][]) {
      const base = `/rest/isales/${route.version}/openapi/campaigns/${vdnId}`;
      if (method !== route.method || !pathname.startsWith(base)) continue;
      const match = route.path.exec(pathname.slice(base.length));
      if (match !== null) return { name, campaignId: match[1] ?? '' };
    }
    return null;
  }

  #faultOf(name: StrictInterface): StrictFault | null {
    const fault = this.faults.find(({ on, times }) => on === name && times > 0);
    if (fault !== undefined) fault.times -= 1;
    return fault ?? null;
  }

  /** What is wrong with the headers: a status, with what is noted already. */
  #headFault(received: Received): number | null {
    const { 'content-type': type = '', locale } = received.headers;
    if (!contentTypes.includes(type)) this.broken.push(`Content-Type ${type}`);
    if (locale !== undefined && locale !== 'zh_CN' && locale !== 'en_US') {
      this.broken.push(`locale ${String(locale)}`);
    }
    const fault = signatureFault(received, this.#options.keys);
    if (fault === null) return null;
    this.broken.push(fault);
    return 401;
  }

  #begin(name: StrictInterface, at: number): void {
    if (name === 'calldata/delete') {
      this.#deleting += 1;
      if (this.#deleting > 1) this.broken.push('numbers are deleted before the former call has returned');
    }
    if (name !== 'callresult') return;
    this.#resultsUnderWay += 1;
    if (this.#resultsUnderWay > 10) this.broken.push('more than ten side by side');
    // of more than ten requests in a second, some belong to another group
    this.#resultTimes.push(performance.now());
    const [eleventh = -Infinity] = this.#resultTimes.slice(-11, -10);
    if (performance.now() - eleventh < 1_000) this.broken.push(`groups within a second, at ${at}`);
  }

  #end(name: StrictInterface): void {
    if (name === 'calldata/delete') this.#deleting -= 1;
    if (name === 'callresult') this.#resultsUnderWay -= 1;
  }

  #refusal(name: StrictInterface, error: unknown): { status: number; answer: Fields | string } {
    if (error instanceof TooOften) return { status: 429, answer: '请勿频繁操作,请稍后再试。' };
    if (error instanceof Refusal) return { status: error.status, answer: `${error.status}` };
    if (!(error instanceof Refused)) throw error;
    if (error.broken) this.broken.push(`${name}: ${error.code} ${error.message}`);
    const { code, message } = error;
    return {
      status: 200,
      answer: { resultCode: code, resultDesc: message, returnCode: code, returnDesc: message },
    };
  }

  #surroundings(): Surroundings {
    const { sftpPort, files, firstPage = 1, pastEnd = 'empty' } = this.#options;
    return {
      records: this.records,
      now: this.now,
      servers: [{ serverId: this.serverId, port: String(sftpPort) }],
      ...{ firstPage, pastEnd, files },
      take: (taskId, filePath, fileName) => {
        this.#taking = this.#take(taskId, join(files, filePath, fileName));
      },
    };
  }

  async #take(taskId: string, path: string): Promise<void> {
    const { records } = this;
    const task = records.tasks.find(({ id }) => id === taskId);
    if (task === undefined) return;
    task.status = 1;
    const source = await openSource(path);
    try {
      let header: string[] | null = null;
      const into = this.campaign(task.campaignId).numbers;
      await source.read(source.sheets[0]?.name ?? null, {}, (row) => {
        const texts = row.texts();
        if (header === null) {
          header = texts;
          return undefined;
        }
        const cell = (name: string): string => texts[header?.indexOf(name) ?? -1] ?? '';
        const [first] = JSON.parse(cell('called')) as { calledNo: string }[];
        into.push({
          called: first?.calledNo ?? '',
          ...{ sessionId: cell('sessionId'), customField: cell('customField') },
          ...{ state: 'waiting' as const, result: null },
        });
        task.succNum += 1;
        return undefined;
      });
      task.status = 2;
    } catch (error) {
      task.status = 3;
      task.errMsg = String(error);
    } finally {
      await source.close();
    }
  }

  #log(received: Received, url: string, at: number, httpStatus: number, answer: Fields | string): void {
    const { resultCode = '', resultDesc = '' } = typeof answer === 'string' ? {} : answer;
    this.records.invocations.push({
      id: String(this.records.invocations.length + 1),
      operTime: `${new Date(at).toISOString().slice(0, 23)}+00:00`,
      ...{ url, request: received.body.toString(), httpStatus, type: received.method },
      ...{ resultCode: String(resultCode), resultDesc: String(resultDesc) },
    });
  }
}

/** An answer of another HTTP status than 200. */
class Refusal extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`HTTP ${status}`);
    this.status = status;
  }
}

function bodyOf(body: Buffer): Fields | null {
  if (body.length === 0) return null;
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch {
    throw broken('02000008', 'the body is no JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw broken('0200001', 'no object');
  return value as Fields;
}

function success({ fields, bare }: Reply): Fields {
  if (bare) return fields;
  return { resultCode: '0200000', resultDesc: '', returnCode: '0200000', returnDesc: '', ...fields };
}

function without<T>(value: T, names: readonly string[]): T {
  if (names.length === 0) return value;
  return JSON.parse(
    JSON.stringify(value, (key, inner: unknown) => (names.includes(key) ? undefined : inner)),
  ) as T;
}

function send(response: ServerResponse, status: number, answer: Fields | string): void {
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
  const type = typeof answer === 'string' ? 'text/plain;charset=UTF-8' : 'application/json;charset=UTF-8';
  response.writeHead(status, { 'content-type': type });
  response.end(text);
}
