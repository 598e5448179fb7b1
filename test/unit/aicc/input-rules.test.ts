// What is documented as refused is refused here, before it is sent.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type * as v from 'valibot';
import { requireValid } from '../../../src-main/aicc/parse.ts';
import { CallDataImport, ImportTaskQuery } from '../../../src-main/contract/call-data-import.ts';
import { CampaignQuery } from '../../../src-main/contract/campaigns.ts';
import {
  FileServerChange,
  forbiddenInUserName,
  NewFileServer,
} from '../../../src-main/contract/file-servers.ts';
import {
  NewReservation,
  ReservationChange,
  ReservationQuery,
} from '../../../src-main/contract/reservations.ts';
import { invalidFields } from '../../support/dialdesk-error.ts';

interface Case {
  readonly change: Record<string, unknown>;
  /** Each field and the rule it breaks; none: it is fine. */
  readonly broken: readonly string[];
}

function checks(
  name: string,
  schema: v.GenericSchema,
  good: Record<string, unknown>,
  cases: readonly Case[],
) {
  suite(name, () => {
    test('a good one', () => assert.deepEqual(requireValid(schema, good), good));
    for (const { change, broken } of cases) {
      test(`${JSON.stringify(change).slice(0, 100)}: ${broken.join(', ') || 'fine'}`, () => {
        const input = { ...good, ...change };
        if (broken.length === 0) requireValid(schema, input);
        else assert.throws(() => requireValid(schema, input), invalidFields(...broken));
      });
    }
  });
}

const serverInfo = { ip: '5.9.11.11', port: '22', filePath: '/home/sftp' };
const info = (change: object) => ({ serverInfo: { ...serverInfo, ...change } });

checks(
  'updateServer',
  FileServerChange,
  { serverId: '1646', serverInfo, userName: 'WANGWU', serverPwd: 'password', previousIp: '5.9.11.11' },
  [
    { change: { userName: '' }, broken: ['userName required'] },
    { change: { userName: undefined }, broken: ['userName required'] },
    { change: { userName: 'x'.repeat(30) }, broken: [] },
    { change: { userName: 'x'.repeat(31) }, broken: ['userName too_long'] },
    { change: { userName: 'wang_wu-1,王五' }, broken: [] },
    { change: { userName: 'wang\u0007wu' }, broken: ['userName characters'] },
    { change: { serverPwd: 'x'.repeat(7) }, broken: ['serverPwd length'] },
    { change: { serverPwd: 'x'.repeat(8) }, broken: [] },
    { change: { serverPwd: 'x'.repeat(80) }, broken: [] },
    { change: { serverPwd: 'x'.repeat(81) }, broken: ['serverPwd length'] },
    { change: { serverPwd: '' }, broken: ['serverPwd length'] },
    { change: { serverPwd: undefined }, broken: [] },
    {
      change: { serverPwd: undefined, previousIp: '5.9.11.12' },
      broken: ['serverPwd required_when_ip_changes'],
    },
    { change: { serverPwd: undefined, previousIp: null }, broken: ['serverPwd required_when_ip_changes'] },
    { change: { previousIp: null }, broken: [] },
    { change: info({ ip: '2001:db8::1' }), broken: [] },
    { change: info({ ip: '5.9.11' }), broken: ['serverInfo.ip ip'] },
    { change: info({ ip: '' }), broken: ['serverInfo.ip required'] },
    { change: info({ ip: undefined }), broken: ['serverInfo.ip required'] },
    { change: info({ port: '65535' }), broken: [] },
    { change: info({ port: '65536' }), broken: ['serverInfo.port port'] },
    { change: info({ port: '0' }), broken: ['serverInfo.port port'] },
    { change: info({ port: '022' }), broken: ['serverInfo.port port'] },
    { change: info({ port: 'ssh' }), broken: ['serverInfo.port port'] },
    { change: info({ port: 22 }), broken: ['serverInfo.port required'] },
    { change: info({ filePath: ' ' }), broken: ['serverInfo.filePath required'] },
    { change: info({ filePath: '/a\nb' }), broken: ['serverInfo.filePath characters'] },
    { change: { serverId: '' }, broken: ['serverId required'] },
    {
      change: { userName: 'a b', ...info({ port: '', ip: 'x' }) },
      broken: ['userName characters', 'serverInfo.port required', 'serverInfo.ip ip'],
    },
  ],
);

test('a field that is not there at all is required', () => {
  assert.throws(
    () => requireValid(FileServerChange, {}),
    invalidFields('serverId required', 'serverInfo required', 'userName required', 'previousIp required'),
  );
});

suite('the user name', () => {
  for (const character of '`~!@#$ %^&*()+=|{}\'":;<>/?.\\[]') {
    const wide = character === ' ' ? '\u3000' : String.fromCharCode(character.charCodeAt(0) + 0xfee0);
    test(`may have neither ${character} nor ${wide}`, () => {
      assert.deepEqual(forbiddenInUserName(`a${wide}b${character}c${character}`), [wide, character]);
    });
  }
});

checks('addServer', NewFileServer, { serverInfo, userName: 'isales', serverPwd: 'password' }, [
  { change: { serverPwd: undefined }, broken: ['serverPwd required'] },
  {
    change: { serverInfo: undefined },
    broken: ['serverInfo required'],
  },
]);

const order = { campaignId: '16', serverId: '17', fileName: 'demo.xlsx' };
checks('uploadFileServer', CallDataImport, order, [
  { change: { hour: 18, minute: 30 }, broken: [] },
  { change: { hour: 0, minute: 0 }, broken: [] },
  { change: { hour: 23, minute: 59 }, broken: [] },
  { change: { hour: 18 }, broken: ['minute hour_and_minute'] },
  { change: { minute: 30 }, broken: ['hour hour_and_minute'] },
  { change: { hour: 24, minute: 0 }, broken: ['hour hour'] },
  { change: { hour: 1, minute: 60 }, broken: ['minute minute'] },
  { change: { hour: 1.5, minute: 0 }, broken: ['hour hour'] },
  { change: { hour: -1, minute: 0 }, broken: ['hour hour'] },
  { change: { fileName: '' }, broken: ['fileName required'] },
  { change: { serverId: '' }, broken: ['serverId required'] },
  { change: { campaignId: '' }, broken: ['campaignId required'] },
  { change: { filePath: '' }, broken: [] },
  { change: { filePath: '/isales\u0000' }, broken: ['filePath characters'] },
]);

const page = { offset: 0, limit: 100 };
const paged: Case[] = [
  { change: { limit: 1 }, broken: [] },
  { change: { limit: 0 }, broken: ['limit limit'] },
  { change: { limit: 101 }, broken: ['limit limit'] },
  { change: { offset: -1 }, broken: ['offset offset'] },
  { change: { offset: 0.5 }, broken: ['offset offset'] },
];
checks('queryDataImportTask', ImportTaskQuery, { campaignId: '16', ...page }, paged);
checks('appoint/list', ReservationQuery, page, [
  ...paged,
  { change: { calledNo: '138*#' }, broken: [] },
  { change: { calledNo: '+86138' }, broken: ['calledNo characters'] },
  { change: { calledNo: '1'.repeat(25) }, broken: ['calledNo too_long'] },
]);
checks('campaigns', CampaignQuery, { status: 0, deviceType: 0, page: 1, rows: 100 }, [
  { change: { name: 'x'.repeat(30), status: 4, deviceType: 6 }, broken: [] },
  { change: { name: 'x'.repeat(31) }, broken: ['name too_long'] },
  { change: { status: 1 }, broken: ['status status'] },
  { change: { deviceType: 4 }, broken: ['deviceType device_type'] },
  { change: { page: 0 }, broken: ['page page'] },
  { change: { rows: 101 }, broken: ['rows limit'] },
]);

checks('appoint/update', ReservationChange, { appointId: '1', agent: 'ann' }, [
  { change: { appointTime: 1749204000000, remark: '' }, broken: [] },
  { change: { appointId: '' }, broken: ['appointId required'] },
  { change: { agent: ' ' }, broken: ['agent required'] },
  { change: { appointTime: 1.5 }, broken: ['appointTime time'] },
  { change: { appointTime: Number.NaN }, broken: ['appointTime time'] },
]);

const reservation = {
  callType: 'manual',
  calledNo: '13800138000',
  taskId: '16',
  appointTime: 1749204000000,
  agent: 'ann',
};
checks('appoint/create', NewReservation, reservation, [
  { change: { callType: 'automatic', agent: null }, broken: [] },
  { change: { agent: null }, broken: ['agent required'] },
  { change: { calledNo: '1 2' }, broken: ['calledNo characters'] },
  { change: { calledNo: '' }, broken: ['calledNo required'] },
  { change: { callData: 'x'.repeat(1025) }, broken: ['callData too_long'] },
  { change: { taskId: '' }, broken: ['taskId required'] },
]);
