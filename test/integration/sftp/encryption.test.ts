import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import ssh2 from 'ssh2';
import { useLeanGcm } from '../../../src-main/sftp/lean-gcm.ts';
import { upload } from '../../../src-main/sftp/transfer/upload.ts';
import { startSshd } from '../../support/sshd.ts';
import { TestUpload, trustingSession } from '../../support/sftp-upload.ts';
import { tempFolder } from '../../support/temp-folder.ts';

suite('encryption', () => {
  for (const cipher of [
    'aes128-gcm@openssh.com',
    'aes256-gcm@openssh.com',
    'aes256-ctr',
    'chacha20-poly1305@openssh.com',
  ]) {
    test(`by ${cipher} carries a file through several changes of keys`, async (context) => {
      const sshd = await startSshd({ config: [`Ciphers ${cipher}`, 'RekeyLimit 512K', 'LogLevel DEBUG1'] });
      context.after(() => sshd.stop());
      const { host, port, username, privateKey: key } = sshd;
      const target = { host, port, username, auth: { kind: 'privateKey', key } as const };
      const session = await trustingSession(target, sshd.hostKeys);
      context.after(() => session.close());
      assert.equal(session.algorithms.cipher, cipher);
      const file = new TestUpload(tempFolder(context), sshd.files, 3 * 1024 * 1024 + 1);
      await upload(session, file.job({ verify: 'sha256' }));
      file.assertDelivered();
      // Twice at the log-in, and again for every half megabyte.
      const changes = sshd.log().match(/rekey (?:in|out) after/g) ?? [];
      assert.ok(changes.length >= 8, `${changes.length} changes of keys`);
    });
  }

  test('of ssh2 has the shape that the cheaper one builds on', async (context) => {
    const sshd = await startSshd();
    context.after(() => sshd.stop());
    const client = new ssh2.Client();
    context.after(() => client.end());
    let changes = 0;
    client.on('handshake', () => changes++);
    await new Promise<void>((resolve, reject) => {
      client.on('ready', resolve).on('error', reject);
      client.connect({ ...sshd, algorithms: { cipher: ['aes128-gcm@openssh.com'] } });
    });
    assert.equal(useLeanGcm(client), true);
    assert.equal(changes, 1);
    await new Promise((resolve) => {
      client.exec('head -c 100000 | sha256sum', (error, channel) => {
        assert.ifError(error);
        channel.on('data', resolve);
        channel.end(Buffer.alloc(100_000));
      });
    }).then((sum) => {
      assert.match(String(sum), /^9192c25b734fcbadbe32dadc28089c60db0e39f90cc20ce2e5733f57261acc0c /);
    });
  });

  test('of another shape is left alone', () => {
    class AESGCMCipherNative {
      encrypt = (): void => undefined;
    }
    for (const cipher of [undefined, null, {}, new AESGCMCipherNative()]) {
      assert.equal(useLeanGcm({ _protocol: { _cipher: cipher } } as unknown as ssh2.Client), false);
    }
    assert.equal(useLeanGcm({} as unknown as ssh2.Client), false);
  });
});
