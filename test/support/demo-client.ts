import { request } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import { authorization } from '../../src-main/aicc/signing.ts';
import type { DemoSystem } from '../../src-main/demo/demo-system.ts';

export interface DemoRequest {
  readonly service?: 'isales' | 'ccfs';
  readonly method?: string;
  /** Raw, without query. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON, or as it is if it is text. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly sign?: {
    readonly headers?: 'content-length;content-type;host' | 'host';
    readonly milliseconds?: boolean;
    readonly emptyQueryLine?: boolean;
    readonly time?: Date;
    readonly accessKey?: string;
    readonly secretKey?: string;
  };
}

export interface DemoAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The parsed body; an empty object where it is no JSON. */
  readonly json: Record<string, unknown>;
}

/** Sends one signed request to the demo system, as any client of the call centre would. Rejects if the answer is lost. */
export function callDemo(system: DemoSystem, call: DemoRequest): Promise<DemoAnswer> {
  const address = system[call.service ?? 'isales'];
  const { method = 'POST', path, query = {}, sign = {} } = call;
  const body = Buffer.from(
    call.body === undefined ? '' : typeof call.body === 'string' ? call.body : JSON.stringify(call.body),
  );
  const all: Record<string, string> = {
    host: `${address.host}:${address.port}`,
    'content-type': 'application/json;charset=UTF-8',
    'content-length': String(body.length),
    ...call.headers,
  };
  const names = (sign.headers ?? 'content-length;content-type;host').split(';');
  const signed = Object.fromEntries(names.map((name) => [name, all[name] ?? '']));
  const value = authorization(
    { method, path, query, headers: signed, body },
    {
      accessKey: sign.accessKey ?? system.accessKey,
      secretKey: sign.secretKey ?? system.secretKey,
    },
    {
      time: sign.time ?? new Date(),
      milliseconds: sign.milliseconds ?? true,
      emptyQueryLine: sign.emptyQueryLine ?? false,
    },
  );
  const search = new URLSearchParams(query).toString();
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: address.host,
        port: address.port,
        method,
        path: search === '' ? path : `${path}?${search}`,
        headers: { authorization: value, ...all },
        ca: system.certificatePem,
        agent: false,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: parsed(text) });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** The path of a CC-iSales interface below `campaigns/{vdnId}`. */
export const isalesPath = (system: DemoSystem, ...segments: string[]): string =>
  ['/rest/isales/v1/openapi/campaigns', String(system.vdnId), ...segments].join('/');
