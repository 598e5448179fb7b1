import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InterfaceName } from '../contract/result-codes.ts';
import type { Faults, HttpFault } from './faults.ts';
import { listen } from './listen.ts';
import type { Listening } from './listen.ts';
import { checkSignature } from './signature.ts';
import type { ReceivedRequest, SignatureCheck, SignatureFault } from './signature.ts';

/** A request that found its interface. */
export interface RoutedRequest {
  readonly name: InterfaceName;
  /** Does the work, and returns what is answered as JSON with status 200. */
  readonly answer: () => Promise<object> | object;
  /** The answer that carries this result code, with nothing done. */
  readonly answerCode: (resultCode: string) => object;
}

export interface ServiceOptions {
  readonly certificate: { readonly certificatePem: string; readonly privateKeyPem: string };
  readonly host: string;
  /** 0 lets the system pick one. */
  readonly port: number;
  readonly clock: () => Date;
  readonly signature: () => SignatureCheck;
  readonly faults: Faults;
  readonly latencyMs: number;
  /** Finds the interface of a request, or gives the HTTP status of the refusal. */
  readonly route: (request: ReceivedRequest) => RoutedRequest | 404 | 405;
  /** Each request that reached an interface, before faults. */
  readonly counted: (name: InterfaceName) => void;
  /** Each request that was carried out, or refused by its interface. */
  readonly answered: (name: InterfaceName) => void;
  /** What was answered to each request that a service took, whether the answer arrived or not. */
  readonly invoked?: (request: ReceivedRequest, status: number, answer: object) => void;
  readonly refused: (fault: SignatureFault) => void;
}

/** An interface was asked too often: HTTP 429, with the words of the documents. */
export class FlowControl extends Error {
  override readonly name = 'FlowControl';
  constructor() {
    super('请勿频繁操作,请稍后再试。');
  }
}

/** More than any interface takes: a voice file of 40 MB in base64. */
const maxBodyBytes = 64 * 1024 * 1024;

/** Serves signed JSON over TLS: reads whole requests, checks their signature, routes them, applies faults. */
export async function serveHttps(options: ServiceOptions): Promise<Listening> {
  const { certificatePem, privateKeyPem } = options.certificate;
  const server = createServer({ cert: certificatePem, key: privateKeyPem }, (message, response) => {
    // A client that went away ends up here too; to it, the answer is lost like its connection.
    handle(options, message, response).catch(() => {
      if (response.headersSent) message.socket.destroy();
      else response.writeHead(500, { connection: 'close' }).end();
    });
  });
  server.keepAliveTimeout = 30_000;
  const listening = await listen(server, options.host, options.port);
  return {
    ...listening,
    stop: async () => {
      server.closeAllConnections();
      await listening.stop();
    },
  };
}

async function handle(
  options: ServiceOptions,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(message);
  const clockDate = options.clock().toUTCString();
  response.setHeader('Date', clockDate);
  if (body === undefined) {
    response.writeHead(413, { connection: 'close' }).end();
    return;
  }
  const request: ReceivedRequest = {
    method: message.method ?? '',
    target: message.url ?? '',
    headers: message.headers,
    body,
  };
  const routed = options.route(request);
  if (typeof routed === 'number') {
    response.writeHead(routed).end();
    return;
  }
  options.counted(routed.name);
  const fault = options.faults.takeHttp(routed.name);
  if (fault && applyBefore(fault, message, response)) return;

  const wrong = checkSignature(request, options.signature());
  if (wrong) {
    options.refused(wrong);
    response.writeHead(401, { 'content-type': 'text/plain' }).end('Unauthorized');
    return;
  }
  let answer: object;
  try {
    const code = fault && 'resultCode' in fault ? fault.resultCode : undefined;
    answer = code === undefined ? await routed.answer() : routed.answerCode(code);
  } catch (error) {
    if (!(error instanceof FlowControl)) throw error;
    options.invoked?.(request, 429, {});
    response.writeHead(429, { 'content-type': 'text/plain;charset=UTF-8' }).end(error.message);
    return;
  }
  options.answered(routed.name);
  options.invoked?.(request, 200, answer);
  const wait = options.latencyMs + (fault?.kind === 'delay' ? fault.ms : 0);
  if (wait > 0) await sleep(wait, undefined, { ref: false });
  if (fault?.kind === 'lost') message.socket.destroy();
  else sendJson(response, answer);
}

/** Faults that keep the request from taking effect. Returns whether it was answered, or cut off. */
function applyBefore(fault: HttpFault, message: IncomingMessage, response: ServerResponse): boolean {
  switch (fault.kind) {
    case 'reset':
      message.socket.destroy();
      return true;
    case 'status':
      response.writeHead(fault.status).end();
      return true;
    case 'garbage':
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!DOCTYPE html><title>Sign in</title><p>Please sign in to use the network.</p>');
      return true;
    case 'code':
    case 'delay':
    case 'lost':
      return false;
  }
}

function sendJson(response: ServerResponse, answer: object): void {
  const bytes = Buffer.from(JSON.stringify(answer));
  response.writeHead(200, {
    'content-type': 'application/json;charset=UTF-8',
    'content-length': bytes.length,
  });
  response.end(bytes);
}

/** The whole body, or undefined if it is larger than any interface takes. Rejects if the client goes away. */
async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBodyBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
