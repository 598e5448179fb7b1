// Each interface against what is documented, and against answers that are not quite.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { importCallData, queryImportTasks } from '../../../src-main/aicc/call-data-import.ts';
import { controlCampaign } from '../../../src-main/aicc/campaign-control.ts';
import { campaignDetail, specialDates } from '../../../src-main/aicc/campaign-details.ts';
import { campaignStatistics } from '../../../src-main/aicc/statistics.ts';
import { listCampaigns } from '../../../src-main/aicc/campaigns.ts';
import { addServer, deleteServer, queryServers, updateServer } from '../../../src-main/aicc/file-servers.ts';
import {
  createReservation,
  deleteReservation,
  listReservations,
  updateReservation,
} from '../../../src-main/aicc/reservations.ts';
import { uploadVoiceFile } from '../../../src-main/aicc/voice-files.ts';
import { allServers } from '../../support/all-servers.ts';
import { answeringService } from '../../support/answering-service.ts';
import { dialdeskError, invalidFields } from '../../support/dialdesk-error.ts';

const base = '/rest/isales/v1/openapi/campaigns/53';
const ok = { returnCode: '0200000', resultCode: '0200000', resultDesc: 'success', returnDesc: 'success' };

suite('queryServer', () => {
  const page = { offset: 0, limit: 10 };

  test("the vendor's example: nulls, and no count", async () => {
    const server = [
      { port: null, ip: null, filePath: null, userName: '10', serverId: '164681924997097701747271557174' },
      { port: '22', ip: '10.21.124.175', filePath: '/home/sftp', userName: 'isales', serverId: '1646' },
    ];
    await using service = await answeringService([{ ...ok, server }]);
    const seen = await queryServers(service.client, page);
    assert.deepEqual(seen, {
      servers: server,
      count: null,
    });
    assert.equal(service.requests[0]?.url, `${base}/file/queryServer`);
    assert.equal(service.requests[0].method, 'POST');
    assert.deepEqual(service.fields(), page);
  });

  const odd: [name: string, answer: object, ids: string[], count: number | null][] = [
    ['a number as text', { server: [], count: '7' }, [], 7],
    ['no list', { count: 0 }, [], 0],
    ['null for a list', { server: null, count: null }, [], null],
    ['a port and an ID that are numbers', { server: [{ serverId: 12, port: 22 }] }, ['12'], null],
    [
      'entries that are none',
      { server: [null, 3, 'x', [], { ip: '1.1.1.1' }, { serverId: 'a' }] },
      ['a'],
      null,
    ],
    ['other keys and another order', { x: 1, count: 1, server: [{ z: {}, serverId: 'a', id: 9 }] }, ['a'], 1],
    ['a count that is none', { server: [], count: 'many' }, [], null],
  ];
  for (const [name, answer, ids, count] of odd) {
    test(name, async () => {
      await using service = await answeringService([{ ...ok, ...answer }]);
      const seen = await queryServers(service.client, { ...page, serverIds: ['a'] });
      assert.deepEqual([seen.servers.map(({ serverId }) => serverId), seen.count], [ids, count]);
    });
  }

  test('a list that is no list is a bad answer', async () => {
    await using service = await answeringService([{ ...ok, server: { serverId: 'a' } }]);
    await assert.rejects(
      queryServers(service.client, page),
      dialdeskError('bad_answer', { fields: ['server'] }),
    );
  });

  test('a limit that the interface refuses is not sent', async () => {
    await using service = await answeringService([ok]);
    await assert.rejects(
      queryServers(service.client, { offset: 0, limit: 101 }),
      invalidFields('limit limit'),
    );
    assert.equal(service.requests.length, 0);
  });

  test('all of them, page after page, without a count', async () => {
    const pageOf = (from: number, length: number) => ({
      ...ok,
      server: Array.from({ length }, (_, index) => ({ serverId: String(from + index) })),
    });
    await using service = await answeringService([pageOf(0, 100), pageOf(100, 100), pageOf(200, 1)]);
    assert.equal((await allServers(service.client)).length, 201);
    assert.deepEqual(service.fields(), { offset: 200, limit: 100 });
  });

  test('a system that ignores the offset does not keep us forever', async () => {
    const server = Array.from({ length: 100 }, (_, index) => ({ serverId: String(index) }));
    await using service = await answeringService([{ ...ok, server }]);
    assert.equal((await allServers(service.client)).length, 100);
    assert.equal(service.requests.length, 2);
  });
});

suite('updateServer, addServer, deleteServer', () => {
  const serverInfo = { ip: '5.9.11.11', port: '22', filePath: '/home/sftp' };
  const change = { serverId: '16/46', serverInfo, userName: 'WANGWU', previousIp: '5.9.11.11' };

  test('a change without a password sends none', async () => {
    await using service = await answeringService([ok]);
    await updateServer(service.client, change);
    assert.equal(service.requests[0]?.url, `${base}/file/16%2F46/updateServer`);
    assert.deepEqual(service.fields(), { userName: 'WANGWU', serverInfo });
  });
  test('a change with one', async () => {
    await using service = await answeringService([ok]);
    await updateServer(service.client, { ...change, previousIp: '1.1.1.1', serverPwd: 'p@ssword' });
    assert.deepEqual(service.fields(), { userName: 'WANGWU', serverInfo, serverPwd: 'p@ssword' });
  });
  test('a new address without a password is not sent', async () => {
    await using service = await answeringService([ok]);
    await assert.rejects(
      updateServer(service.client, { ...change, previousIp: '1.1.1.1' }),
      invalidFields('serverPwd required_when_ip_changes'),
    );
    assert.equal(service.requests.length, 0);
  });
  test('0200006 comes with the interface it is from', async () => {
    await using service = await answeringService([{ resultCode: '0200006', description: 'gone' }]);
    await assert.rejects(
      updateServer(service.client, change),
      dialdeskError('result_code', { interface: 'updateServer', resultCode: '0200006', resultDesc: 'gone' }),
    );
    assert.equal(service.requests.length, 1);
  });
  test('adding gives the ID, if there is one', async () => {
    await using service = await answeringService([{ ...ok, serverId: 1646 }, ok]);
    const server = { serverInfo, userName: 'isales', serverPwd: 'password' };
    assert.equal((await addServer(service.client, server)).serverId, '1646');
    assert.equal((await addServer(service.client, server)).serverId, null);
    assert.equal(service.requests[0]?.url, `${base}/file/addServer`);
    assert.deepEqual(service.fields(), server);
  });
  test('deleting has no body', async () => {
    await using service = await answeringService([ok]);
    await deleteServer(service.client, '1646');
    assert.equal(service.requests[0]?.url, `${base}/file/1646/deleteServer`);
    assert.equal(service.requests[0].body.length, 0);
    await assert.rejects(deleteServer(service.client, ''), invalidFields('serverId required'));
  });
});

suite('uploadFileServer', () => {
  const order = { campaignId: '16', serverId: '17', fileName: 'demo.xlsx' };
  const accepted = { ...ok, importTaskId: '164870990605164487770867067540' };

  test('at once, in the default path: nothing optional is sent', async () => {
    await using service = await answeringService([accepted]);
    const { importTaskId } = await importCallData(service.client, { ...order, filePath: '' });
    assert.equal(importTaskId, accepted.importTaskId);
    assert.equal(service.requests[0]?.url, `${base}/calldatafile/uploadFileServer/16`);
    assert.deepEqual(service.fields(), { serverId: '17', fileName: 'demo.xlsx' });
  });
  test('at a time, below the default path: hour and minute are texts', async () => {
    await using service = await answeringService([accepted]);
    await importCallData(service.client, { ...order, filePath: '/isales/20220310', hour: 9, minute: 5 });
    assert.deepEqual(service.fields(), {
      serverId: '17',
      filePath: '/isales/20220310',
      fileName: 'demo.xlsx',
      hour: '9',
      minute: '05',
    });
  });
  test('accepted without an ID is accepted all the same', async () => {
    await using service = await answeringService([ok]);
    assert.equal((await importCallData(service.client, order)).importTaskId, null);
  });
  test('codes that disagree leave the outcome unknown, and it is not sent again', async () => {
    await using service = await answeringService([
      { ...accepted, returnCode: '0200001', resultDesc: 'hour' },
    ]);
    await assert.rejects(
      importCallData(service.client, order),
      dialdeskError('outcome_unknown', {
        interface: 'uploadFileServer',
        reason: 'result_code',
        resultCode: '0200001',
        resultDesc: 'hour',
      }),
    );
    assert.equal(service.requests.length, 1);
  });
  test('an hour without its minute is not sent', async () => {
    await using service = await answeringService([accepted]);
    await assert.rejects(
      importCallData(service.client, { ...order, hour: 18 }),
      invalidFields('minute hour_and_minute'),
    );
    assert.equal(service.requests.length, 0);
  });
});

suite('queryDataImportTask', () => {
  const query = { campaignId: '16', offset: 0, limit: 10, importTaskIds: ['1'] };
  const nothing = {
    id: null,
    status: 'unknown',
    statusText: '',
    beginTime: null,
    endTime: null,
    imported: null,
    repeated: null,
    failed: null,
    blocked: null,
    errorText: null,
  };
  const cases: [name: string, task: object, expected: object][] = [
    [
      'as documented',
      {
        id: '1',
        beginTime: 1630402730000,
        endTime: '2021-08-31 10:00:00',
        status: '2',
        succNum: 5,
        repeatNum: 1,
        failNum: 2,
        blackNum: 0,
        errMsg: '',
      },
      {
        id: '1',
        status: 'complete',
        statusText: '2',
        beginTime: '2021-08-31T09:38:50.000Z',
        endTime: '2021-08-31 10:00:00',
        imported: 5,
        repeated: 1,
        failed: 2,
        blocked: 0,
      },
    ],
    [
      'numbers as texts',
      { status: 1, succNum: '5', beginTime: '1630402730000' },
      { status: 'running', statusText: '1', imported: 5, beginTime: '2021-08-31T09:38:50.000Z' },
    ],
    ['an unknown status', { status: '9' }, { statusText: '9' }],
    ['a status of JavaScript’s own', { status: 'constructor' }, { statusText: 'constructor' }],
    ['preparing', { status: '0' }, { status: 'preparing', statusText: '0' }],
    [
      'failed',
      { status: '3', errMsg: 'no file' },
      { status: 'failed', statusText: '3', errorText: 'no file' },
    ],
    ['nothing at all', {}, {}],
    ['nulls and nonsense', { id: null, status: null, succNum: 'x', failNum: {}, blackNum: 1.5 }, {}],
  ];
  for (const [name, task, expected] of cases) {
    test(name, async () => {
      await using service = await answeringService([{ result: [task], count: '1' }]);
      const seen = await queryImportTasks(service.client, query);
      assert.deepEqual(seen, { count: 1, listed: true, tasks: [{ ...nothing, ...expected }] });
      assert.equal(service.requests[0]?.url, `${base}/calldatafile/queryDataImportTask/16`);
      assert.deepEqual(service.fields(), { offset: 0, limit: 10, importTaskIds: ['1'] });
    });
  }
});

suite('campaigns', () => {
  test('is a GET; what is mandatory is always there, and empty filters are left out', async () => {
    await using service = await answeringService([{ curPage: 1, totalSize: 0, rowsPerPage: 100, data: [] }]);
    await listCampaigns(service.client, { name: 'A & B', page: 2, rows: 100 });
    const { method, url, body } = service.requests[0] ?? {};
    assert.deepEqual(
      [method, url, body?.length],
      ['GET', `${base}?name=A%20%26%20B&status=0&deviceType=0&curPage=2&rowsPerPage=100`, 0],
    );
  });
  const nothing = {
    name: null,
    status: null,
    deviceType: null,
    begins: null,
    ends: null,
    callerNo: null,
  };
  const cases: [name: string, answer: object, expected: object][] = [
    [
      'the fields of the documents',
      {
        totalSize: 1,
        data: [
          {
            id: 7,
            name: 'Spring',
            status: 2,
            strBeginTime: '2026-05-06 00:00:00',
            strEndTime: '2026-08-06',
            deviceType: 5,
            callerNo: '95500',
          },
        ],
      },
      {
        total: 1,
        more: false,
        campaigns: [
          {
            id: '7',
            name: 'Spring',
            status: '2',
            deviceType: '5',
            begins: '2026-05-06T00:00:00.000Z',
            // a day alone is no moment, whatever the zone
            ends: '2026-08-06',
            callerNo: '95500',
          },
        ],
      },
    ],
    [
      'the names we guess first',
      { totalSize: '1', data: [{ id: 7, name: 'Spring', status: 1 }] },
      { total: 1, more: false, campaigns: [{ ...nothing, id: '7', name: 'Spring', status: '1' }] },
    ],
    [
      'other names',
      { data: [{ campaignId: 'c', campaignName: 'n' }] },
      { total: null, more: false, campaigns: [{ ...nothing, id: 'c', name: 'n' }] },
    ],
    [
      'no name, and one without an ID',
      { data: [{ id: 'x' }, { name: 'y' }, null] },
      {
        total: null,
        more: false,
        campaigns: [
          { ...nothing, id: 'x' },
          { ...nothing, id: null, name: 'y' },
        ],
      },
    ],
    ['with codes', { ...ok, data: null }, { total: null, more: false, campaigns: [] }],
    [
      'pages shorter than asked for, numbers as texts, another order',
      { data: [{ name: 'Spring', x: [], id: '7' }], rowsPerPage: '1', totalSize: '2', curPage: null },
      { total: 2, more: true, rows: 1, campaigns: [{ ...nothing, id: '7', name: 'Spring' }] },
    ],
    [
      'a total that is never reached',
      { totalSize: 12, rowsPerPage: 1, data: [] },
      { total: 12, more: false, rows: 1, campaigns: [] },
    ],
    [
      'types that are none of ours',
      { totalSize: {}, data: [{ id: ['7'], name: 1 }, { id: true, name: {}, status: [] }, 'x', []] },
      {
        total: null,
        more: false,
        campaigns: [
          { ...nothing, id: null, name: '1' },
          { ...nothing, id: 'true' },
          { ...nothing, id: null },
        ],
      },
    ],
  ];
  for (const [name, answer, expected] of cases) {
    test(name, async () => {
      await using service = await answeringService([answer]);
      assert.deepEqual(await listCampaigns(service.client, { page: 1, rows: 10 }), {
        rows: 10,
        ...expected,
      });
    });
  }
  test('without a total, a full page is followed by another', async () => {
    const data = [{ id: 1 }, { id: 2 }];
    await using service = await answeringService([{ data }]);
    const full = await listCampaigns(service.client, { page: 1, rows: 2 });
    const half = await listCampaigns(service.client, { page: 1, rows: 3 });
    assert.deepEqual([full.more, half.more], [true, false]);
  });
  test('a list that is no list is a bad answer', async () => {
    await using service = await answeringService([{ data: { id: '7' } }]);
    await assert.rejects(listCampaigns(service.client, { page: 1, rows: 10 }), dialdeskError('bad_answer'));
  });
  test('a failure with nothing but a description', async () => {
    await using service = await answeringService([{ description: 'no right to it' }]);
    await assert.rejects(
      listCampaigns(service.client, { page: 1, rows: 10 }),
      dialdeskError('result_code', { interface: 'campaigns', resultDesc: 'no right to it' }),
    );
  });
});

suite('appoint/*', () => {
  const now = () => new Date('2025-06-01T00:00:00Z');
  const appointTime = 1749204000000;

  test('a change sends what changed, and the agent as the system names it', async () => {
    await using service = await answeringService([ok], {}, { now, locale: 'en_US' });
    await updateReservation(service.client, 'op-independent', { appointId: '17', agent: '125', appointTime });
    assert.equal(service.requests[0]?.url, `${base}/appoint/update`);
    assert.equal(service.requests[0].headers['locale'], undefined, 'appoint/* do not know it');
    assert.deepEqual(service.fields(), { appointId: '17', appointTime, workNo: '125' });
    for (const mode of ['saas', 'op-integrated'] as const) {
      await updateReservation(service.client, mode, { appointId: '17', agent: 'ann', remark: '' });
      assert.deepEqual(service.fields(), { appointId: '17', remark: '', userAccount: 'ann' });
    }
  });
  test('a past time is not sent', async () => {
    await using service = await answeringService([ok], {}, { now });
    const past = { appointId: '17', agent: 'ann', appointTime: now().getTime() };
    await assert.rejects(updateReservation(service.client, 'saas', past), invalidFields('appointTime past'));
    assert.equal(service.requests.length, 0);
  });
  test('a new one', async () => {
    await using service = await answeringService(
      [{ ...ok, returnObject: { appointId: 9 } }, ok, { ...ok, returnObject: '' }],
      {},
      { now },
    );
    const manual = {
      callType: 'manual',
      calledNo: '138',
      taskId: '16',
      appointTime,
      agent: 'ann',
      remark: 'r',
    } as const;
    assert.equal((await createReservation(service.client, 'saas', manual)).appointId, '9');
    assert.equal(service.requests[0]?.url, `${base}/appoint/create`);
    assert.deepEqual(service.fields(), {
      callType: '1',
      calledNo: '138',
      taskId: '16',
      appointTime,
      userAccount: 'ann',
      remark: 'r',
    });
    const automatic = {
      callType: 'automatic',
      calledNo: '138',
      taskId: '16',
      appointTime,
      agent: null,
      callData: '{}',
    } as const;
    assert.equal((await createReservation(service.client, 'saas', automatic)).appointId, null);
    assert.deepEqual(service.fields(), {
      callType: '2',
      calledNo: '138',
      taskId: '16',
      appointTime,
      callData: '{}',
    });
    assert.equal((await createReservation(service.client, 'saas', automatic)).appointId, null);
  });
  test('cancelling one', async () => {
    await using service = await answeringService([ok]);
    await deleteReservation(service.client, '17');
    assert.equal(service.requests[0]?.url, `${base}/appoint/delete`);
    assert.deepEqual(service.fields(), { appointId: '17' });
  });
  test('a list, as documented and otherwise', async () => {
    const documented = {
      appointId: '1',
      callType: '1',
      appointTime,
      calledNo: '138',
      taskId: '16',
      taskName: 'Spring',
      taskStatus: '2',
      timeout: '0',
      userAccount: 'ann',
      userName: 'Ann',
    };
    const odd = { appointId: 2, callType: 2, appointTime: String(appointTime), workNo: 125, remark: null };
    await using service = await answeringService([
      { totalCount: '3', data: [{ ...documented, remark: '' }, odd, { callType: '3', appointTime: 'soon' }] },
    ]);
    const seen = await listReservations(service.client, {
      offset: 0,
      limit: 100,
      agents: ['ann'],
      calledNo: '138',
    });
    const none = {
      taskId: null,
      taskName: null,
      taskStatus: null,
      timeout: null,
      remark: null,
      agentName: null,
    };
    assert.equal(seen.total, 3);
    assert.deepEqual(seen.reservations, [
      {
        appointId: '1',
        appointTime,
        calledNo: '138',
        taskId: '16',
        taskName: 'Spring',
        taskStatus: '2',
        timeout: '0',
        remark: '', // told to be empty, and not untold
        callType: 'manual',
        agent: 'ann',
        agentName: 'Ann',
      },
      { ...none, appointId: '2', appointTime, calledNo: null, callType: 'automatic', agent: '125' },
      { ...none, appointId: null, appointTime: null, calledNo: null, callType: null, agent: null },
    ]);
    assert.deepEqual(service.fields(), { offset: 0, limit: 100, calledNo: '138', userAccountList: ['ann'] });
  });
});

suite('ivr/uploadFile', () => {
  const wav = Buffer.from('RIFF\u0000WAVE');
  const limit = 5 * 1_048_576;

  test('sends the base64 in the documented envelope', async () => {
    const resultData = { fileName: 'Y:/3rdfile/53/thirdvoicebotfile/8f.wav', locationId: ['0', '256'] };
    await using service = await answeringService([{ resultData, resultCode: '0', resultDesc: 'success' }]);
    const uploaded = await uploadVoiceFile(service.client, new Uint8Array(wav), limit);
    assert.deepEqual(uploaded, { fileName: resultData.fileName, locationIds: ['0', '256'] });
    assert.equal(service.requests[0]?.url, '/CCFS/resource/ccfs/ivr/uploadFile?vdnId=53');
    assert.deepEqual(service.fields(), {
      request: { version: '2.0' },
      msgBody: { data: wav.toString('base64') },
    });
  });
  const odd: [name: string, resultData: unknown, fileName: string | null, locationIds: string[]][] = [
    ['no location', { fileName: 'a.wav' }, 'a.wav', []],
    [
      'locations that are numbers, or one text',
      { fileName: 'a.wav', locationId: [0, null, '256'] },
      'a.wav',
      ['0', '256'],
    ],
    ['one location that is no list', { fileName: 'a.wav', locationId: '0' }, 'a.wav', ['0']],
    ['an empty text', '', null, []],
    ['null', null, null, []],
  ];
  for (const [name, resultData, fileName, locationIds] of odd) {
    test(name, async () => {
      await using service = await answeringService([{ resultCode: 0, resultData }]);
      assert.deepEqual(await uploadVoiceFile(service.client, wav, limit), { fileName, locationIds });
    });
  }
  test('a failure with an empty text for its data', async () => {
    await using service = await answeringService([
      { resultCode: '0300004', resultDesc: 'bad format', resultData: '' },
    ]);
    await assert.rejects(
      uploadVoiceFile(service.client, wav, limit),
      dialdeskError('result_code', {
        interface: 'ivr/uploadFile',
        resultCode: '0300004',
        resultDesc: 'bad format',
      }),
    );
    assert.equal(service.requests.length, 1);
  });
  test('an empty file, or one over the limit, is not sent', async () => {
    await using service = await answeringService([ok]);
    await assert.rejects(
      uploadVoiceFile(service.client, new Uint8Array(), limit),
      invalidFields('file required'),
    );
    await assert.rejects(
      uploadVoiceFile(service.client, wav, wav.length - 1),
      invalidFields('file too_long'),
    );
    assert.equal(service.requests.length, 0);
  });
});

suite('one campaign', () => {
  test('is paused by a PUT without a body', async () => {
    await using service = await answeringService([{ ...ok, resultDesc: '' }]);
    await controlCampaign(service.client, '16', 'pause');
    const { method, url, body } = service.requests[0] ?? {};
    assert.deepEqual([method, url, body?.length], ['PUT', `${base}/16/pause`, 0]);
  });
  test('its details are read from what the documents show, and from less', async () => {
    const nothing = {
      id: '16',
      name: null,
      description: null,
      status: null,
      deviceType: null,
      begins: null,
      ends: null,
      callerNo: null,
      workdays: [],
      holidays: [],
      skill: null,
      ringTime: null,
    };
    const scheduleParam = {
      workdayBeginTime1: '09:00',
      workdayEndTime1: '12:00',
      workdayBeginTime2: null,
      workdayEndTime2: '',
      holidayBeginTime3: '10:00',
      holidayEndTime3: null,
    };
    const times = {
      workdays: [{ from: '09:00', to: '12:00' }],
      holidays: [{ from: '10:00', to: '' }],
    };
    const cases: [returnObject: object, expected: object][] = [
      [{ id: 16 }, {}],
      [{}, {}],
      [{ id: 16, status: 2, scheduleParam: null, skillParam: [] }, { status: '2' }],
      [
        { scheduleParam, skillParam: { skillName: 'Q' }, maxAlertingTime: '30' },
        { ...times, skill: 'Q', ringTime: 30 },
      ],
      [
        { strBeginTime: '2026-05-06 01:02:03', strEndTime: '06.05.2026' },
        { begins: '2026-05-06T01:02:03.000Z', ends: '06.05.2026' },
      ],
    ];
    for (const [returnObject, expected] of cases) {
      await using service = await answeringService([{ ...ok, returnObject }]);
      assert.deepEqual(await campaignDetail(service.client, '16'), { ...nothing, ...expected });
    }
  });
  test('another campaign than was asked for, and none at all, are bad answers', async () => {
    for (const answer of [{ ...ok, returnObject: { id: 17, status: 2 } }, ok]) {
      await using service = await answeringService([answer]);
      await assert.rejects(campaignDetail(service.client, '16'), dialdeskError('bad_answer'));
    }
  });
  test('its special dates', async () => {
    const row = { id: 1, name: 'Weekend', type: 1, week: '6,7', beginTime: null };
    await using service = await answeringService([{ ...ok, data: [row, 'x'] }]);
    const date = { name: 'Weekend', type: '1', week: '6,7', from: null, to: null };
    assert.deepEqual(await specialDates(service.client, '16'), [date]);
    assert.equal(service.requests[0]?.url, `${base}/holiday/16`);
  });
});

suite('statistics', () => {
  const path = base.replace('/v1/', '/v2/');
  const row = { campaignId: '7', calledCount: 1, unCallCount: '2', totalCount: 3, dailyCallSucc: 0 };
  const cases: [name: string, answer: object, expected: object[]][] = [
    [
      'of all campaigns, without a code',
      { countDetail: [{ ...row, batchDetail: [] }] },
      [{ campaignId: '7', counts: { called: 1, connected: 0, left: 2, total: 3 }, batches: [] }],
    ],
    [
      'counters that are missing or none are missing, not 0',
      { countDetail: [{ campaignId: 7, unCallCount: -1, totalCount: 'x' }, { calledCount: 4 }, null] },
      [{ campaignId: '7', counts: { called: null, connected: null, left: null, total: null }, batches: [] }],
    ],
    [
      'one counter under its other name',
      { ...ok, countDetail: [{ campaignId: '7', dailyCalledCount: 5 }] },
      [{ campaignId: '7', counts: { called: 5, connected: null, left: null, total: null }, batches: [] }],
    ],
    [
      'of each list, by its customField',
      {
        countDetail: [
          {
            ...row,
            batchDetail: [{ batchId: 'dd-1', unCallCount: 1 }, { batchId: '', unCallCount: 9 }, 'x'],
          },
        ],
      },
      [
        {
          campaignId: '7',
          counts: { called: 1, connected: 0, left: 2, total: 3 },
          batches: [{ batchId: 'dd-1', counts: { called: null, connected: null, left: 1, total: null } }],
        },
      ],
    ],
    ['of no campaign', { countDetail: [] }, []],
  ];
  for (const [name, answer, expected] of cases) {
    test(name, async () => {
      await using service = await answeringService([answer]);
      assert.deepEqual(await campaignStatistics(service.client), expected);
      assert.deepEqual(
        [service.requests[0]?.method, service.requests[0]?.url],
        ['GET', `${path}/statistics`],
      );
    });
  }
  test('an answer without its list is not an empty one', async () => {
    for (const answer of [{}, ok, { countDetail: null }, { countDetail: {} }]) {
      await using service = await answeringService([answer]);
      await assert.rejects(campaignStatistics(service.client), dialdeskError('bad_answer'));
    }
  });
});
