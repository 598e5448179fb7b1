import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type ssh2 from 'ssh2';
import type { RemotePlace } from '../../src-main/contract/remote-files.ts';
import { makeHostKey } from '../../src-main/demo/sftp-server.ts';
import { demoSystem } from './demo-system.ts';
import { connectionToDemo, openDialdesk, type Dialdesk } from './dialdesk.ts';
import { startScriptedServer, type Script, type ScriptedServer } from './scripted-sftp.ts';
import { freePort } from './sshd.ts';
import { tempFolder } from './temp-folder.ts';

/** Dialdesk with one file server of the test's own: OpenSSH's sftp-server behind a login that is scripted. */
export interface FileServerPlace {
  readonly dialdesk: Dialdesk;
  readonly connectionId: string;
  readonly serverId: string;
  /** Where the server's default path really is, and a folder of this computer. */
  readonly files: string;
  readonly here: string;
  readonly script: Script;
  readonly server: () => ScriptedServer;
  readonly place: (...path: readonly string[]) => RemotePlace;
  readonly down: () => Promise<void>;
  /** Listens again at the same address; with another key, as after it was set up anew. */
  readonly up: (hostKey?: string) => Promise<void>;
}

/** Opens it; `trusted` has the server's key on record and its password in the vault. */
export async function fileServerPlace(
  context: { after(done: () => void | Promise<void>): void },
  options: { trusted?: boolean; algorithms?: ssh2.Algorithms } = {},
): Promise<FileServerPlace> {
  const demo = await demoSystem(context);
  const files = join(tempFolder(context), 'files');
  mkdirSync(files);
  const script: Script = { password: 'right' };
  const port = await freePort();
  const ownKey = makeHostKey();
  const start = (hostKey = ownKey): Promise<ScriptedServer> =>
    startScriptedServer(script, {
      hostKey,
      port,
      ...(options.algorithms && { algorithms: options.algorithms }),
    });
  let server = await start();
  const [first] = demo.state.servers.values();
  if (first === undefined) throw new Error('the demo system has no file server');
  Object.assign(first, { ip: '127.0.0.1', port: String(port), filePath: files, userName: 'ours' });
  const dialdesk = await openDialdesk(context, tempFolder(context));
  context.after(() => server.close().catch(() => undefined));
  const { id } = await dialdesk.client.connections.create({
    settings: connectionToDemo(demo),
    secretKey: demo.secretKey,
  });
  const { serverId } = first;
  if (options.trusted ?? true) {
    await dialdesk.client.hostKeys.trust(server.hostKey);
    await dialdesk.client.servers.savePassword({ connectionId: id, serverId, password: 'right' });
  }
  return {
    dialdesk,
    connectionId: id,
    serverId,
    files,
    here: tempFolder(context),
    script,
    server: () => server,
    place: (...path) => ({ connectionId: id, serverId, path: [...path] }),
    down: () => server.close(),
    up: async (hostKey) => {
      server = await start(hostKey);
    },
  };
}
