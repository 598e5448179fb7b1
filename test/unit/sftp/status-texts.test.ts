import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { Status } from '../../../src-main/sftp/wire/codes.ts';
import { PacketReader } from '../../../src-main/sftp/wire/packet.ts';
import {
  isVague,
  statusError,
  statusText,
  unreadableAnswer,
} from '../../../src-main/sftp/wire/status-error.ts';

const field = (hex: string): PacketReader => {
  const bytes = Buffer.from(hex, 'hex');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return new PacketReader(Buffer.concat([length, bytes]));
};

suite('the text of a refusal', () => {
  test('is read as UTF-8, as GBK where it is no UTF-8, and as nothing where it is not there', () => {
    assert.equal(statusText(field(Buffer.from('磁盘已满').toString('hex'))), '磁盘已满');
    assert.equal(statusText(field('b4c5c5ccd2d1c2fa')), '磁盘已满');
    assert.equal(statusText(new PacketReader(Buffer.alloc(0))), '');
    assert.equal(statusText(new PacketReader(Buffer.from('0000006378', 'hex'))), '');
  });

  for (const [text, code] of [
    ['磁盘空间不足。', 'disk_full'],
    ['设备上没有空间', 'disk_full'],
    ['拒绝访问。', 'permission_denied'],
    ['当文件已存在时，无法创建该文件。', 'file_exists'],
    ['系统找不到指定的文件。', 'no_such_path'],
    ['没有那个文件或目录', 'no_such_path'],
    ['权限不够', 'permission_denied'],
    ['失败', 'sftp_failed'],
  ] as const) {
    test(`"${text}" is ${code} behind FAILURE, and nothing behind another status`, () => {
      assert.equal(statusError(Status.failure, text, { request: 'open' }).code, code);
      assert.equal(statusError(Status.badMessage, text, { request: 'open' }).code, 'sftp_failed');
    });
  }

  test('leaves open what a status means that means nothing of a file', () => {
    for (const status of [Status.failure, Status.unsupported, Status.badMessage, 9, 0xffff_ffff])
      assert.ok(isVague(statusError(status, '', { request: 'open' })), String(status));
    for (const status of [Status.noSuchFile, Status.permissionDenied, Status.fileExists, Status.noSpace])
      assert.ok(!isVague(statusError(status, '', { request: 'open' })), String(status));
    assert.ok(isVague(unreadableAnswer({ request: 'stat' }, 'cut')));
    assert.ok(!isVague(new Error('Failure')));
  });
});
