import { fork } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { uploadVoiceFile } from '../../../src-main/aicc/voice-files.ts';
import { testClient } from '../../support/aicc-client.ts';

/** As large as the platform takes them. */
const file = Buffer.alloc(5 * 1024 * 1024, 'RIFF and whatever may be in it: ');

interface Server {
  readonly port: number;
  readonly authority: string;
  readonly end: () => void;
}

async function startServer(): Promise<Server> {
  const child = fork(fileURLToPath(new URL('upload-server.ts', import.meta.url)));
  const [started] = (await once(child, 'message')) as [Omit<Server, 'end'>];
  return { ...started, end: () => child.disconnect() };
}

type Measure = <T>(work: () => Promise<T>) => Promise<T>;

/** Uploads 5 MB as the app does: base64, JSON, signature, TLS, progress, answer. */
export async function uploadSigned(measure: Measure): Promise<void> {
  const server = await startServer();
  const trust = { kind: 'ca', name: 'ca.pem', pem: server.authority } as const;
  using clients = testClient(server.port, { trust });
  await measure(() => uploadVoiceFile(clients.client, file, file.length, { onProgress: () => undefined }));
  server.end();
}

/** Sends as many bytes with Node's own HTTPS client, and reads the answer. */
export async function uploadPlain(measure: Measure): Promise<void> {
  const server = await startServer();
  const body = Buffer.from(`{"data":"${file.toString('base64')}"}`);
  await measure(async () => {
    const sent = request({
      host: '127.0.0.1',
      port: server.port,
      method: 'POST',
      path: '/CCFS/resource/ccfs/ivr/uploadFile?vdnId=53',
      ca: server.authority,
      headers: { 'content-type': 'application/json;charset=UTF-8', 'content-length': body.length },
    });
    const answered = once(sent, 'response');
    sent.end(body);
    const [answer] = (await answered) as [NodeJS.ReadableStream];
    await text(answer);
  });
  server.end();
}
