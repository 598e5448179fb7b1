import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, suite, test } from 'node:test';
import { doAll } from '../../support/all-on-a-server.ts';
import { oddAnswers } from '../../support/odd-answers.ts';
import { refuse } from '../../support/refusals.ts';
import { startScriptedServer, type Script, type ScriptedServer } from '../../support/scripted-sftp.ts';
import { trustingSession } from '../../support/sftp-upload.ts';

// Servers that do what they are asked and answer oddly: nothing that need not be known may end what is done on them.

suite('a server that answers with', () => {
  const script: Script = {};
  let root: string;
  let server: ScriptedServer;
  before(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'dialdesk-odd-answers-'));
    server = await startScriptedServer(script);
  });
  after(async () => {
    await server.close();
    rmSync(root, { recursive: true, force: true });
  });

  for (const odd of oddAnswers) {
    test(odd.name, async (context) => {
      refuse(script, [odd]);
      const auth = { kind: 'password', password: 'right' } as const;
      const target = { host: '127.0.0.1', port: server.port, username: 'importer', auth };
      const session = await trustingSession(target, [server.hostKey], { replyTimeoutMs: 60_000 });
      context.after(() => session.close());
      const worked = await doAll(session, root, []);
      assert.deepEqual(
        Object.keys(worked).filter((what) => !worked[what]),
        [],
      );
    });
  }
});
