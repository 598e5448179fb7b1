import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { DemoSystem } from '../../../src-main/demo/demo-system.ts';
import { callDemo, isalesPath } from '../../support/demo-client.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const cli = fileURLToPath(new URL('../../../src-main/demo/cli.ts', import.meta.url));

function run(
  context: { after(done: () => void): void },
  ...options: string[]
): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [cli, ...options]);
  context.after(() => void child.kill('SIGKILL'));
  return child;
}

async function firstLine(child: ChildProcessWithoutNullStreams): Promise<string> {
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return line;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`runs by itself until ${signal}, and tells other clients all they need`, async (context) => {
    const child = run(
      context,
      '--json',
      '--vdn',
      '77',
      '--access-key',
      'ak',
      '--secret-key',
      'sk',
      '--small',
    );
    const system = JSON.parse(await firstLine(child)) as DemoSystem;
    assert.deepEqual([system.vdnId, system.accessKey, system.secretKey], [77, 'ak', 'sk']);
    const answer = await callDemo(system, {
      path: isalesPath(system, 'file', 'queryServer'),
      body: { offset: 0, limit: 1 },
    });
    assert.equal(answer.json['resultCode'], '0200000');
    assert.ok(existsSync(system.sftp.rootPath));
    child.kill(signal);
    const [code] = (await once(child, 'exit')) as [number | null];
    assert.equal(code, 0);
    assert.ok(!existsSync(system.sftp.rootPath), 'the temporary folder is removed');
  });
}

test('prints addresses, keys and the certificate as text', async (context) => {
  const folder = tempFolder(context);
  const child = run(context, '--folder', folder);
  let text = '';
  for await (const chunk of child.stdout) {
    text += String(chunk);
    if (text.includes('Ctrl+C')) break;
  }
  for (const part of [
    /^CC-iSales +https:\/\/127\.0\.0\.1:\d+\/rest/m,
    /^CC-FS +https:/m,
    /host key SHA256:[A-Za-z0-9+/]{43}$/m,
    /^AK +demo[0-9a-f]{16}$/m,
    /^SK +\S{32}$/m,
    /SHA-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}$/m,
    /-----BEGIN CERTIFICATE-----/,
  ]) {
    assert.match(text, part);
  }
  child.kill('SIGTERM');
  await once(child, 'exit');
  assert.ok(existsSync(folder), 'a folder of the user’s stays');
});

test('options that make no sense are told in one line', async (context) => {
  for (const [options, message] of [
    [['--vdn', '10000'], /^--vdn must be an integer from 1 to 9999\.\n$/],
    [['--isales-port', 'x'], /^--isales-port must be an integer/],
    [['--mode', 'cloud'], /^--mode must be one of saas, op-integrated, op-independent\.\n$/],
    [['--lacks', 'everything'], /^--lacks must be one of queryServer/],
    [['--nonsense'], /^Unknown option '--nonsense'/],
  ] as const) {
    const child = run(context, ...options);
    let text = '';
    child.stderr.on('data', (chunk) => (text += String(chunk)));
    const [code] = (await once(child, 'close')) as [number];
    assert.equal(code, 1);
    assert.match(text, message);
  }
});
