import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { importCallData } from '../../../src-main/aicc/call-data-import.ts';
import { addServer, queryServers, updateServer } from '../../../src-main/aicc/file-servers.ts';
import { createReservation, listReservations } from '../../../src-main/aicc/reservations.ts';
import { uploadVoiceFile } from '../../../src-main/aicc/voice-files.ts';
import { testKeys } from '../../support/aicc-client.ts';
import { answeringService } from '../../support/answering-service.ts';

suite('the log of requests', () => {
  test('says what was asked and what came of it', async () => {
    const answer = { resultCode: '0200001', resultDesc: 'limit', traceId: 'abc' };
    await using service = await answeringService([answer], {}, { now: () => new Date(1630402730872) });
    await assert.rejects(queryServers(service.client, { offset: 0, limit: 10 }));
    const [entry, ...more] = service.log;
    assert.equal(more.length, 0);
    assert.ok(entry && entry.ms >= 0);
    assert.deepEqual(
      { ...entry, ms: 0 },
      {
        ms: 0,
        at: new Date(1630402730872),
        service: 'isales',
        interface: 'queryServer',
        method: 'POST',
        path: '/rest/isales/v1/openapi/campaigns/53/file/queryServer',
        attempt: 1,
        requestBytes: 23,
        request: { offset: 0, limit: 10 },
        status: 200,
        resultCode: '0200001',
        resultDesc: 'limit',
        // The key that nobody documented is kept.
        answer,
        error: 'result_code',
        cause: null,
      },
    );
  });

  test('has each attempt, and the system’s name for what failed', async () => {
    await using service = await answeringService([{}], { isales: { host: '127.0.0.1', port: 1 } });
    await assert.rejects(queryServers(service.client, { offset: 0, limit: 10 }));
    assert.deepEqual(
      service.log.map(({ attempt, error, cause, status }) => [attempt, error, cause, status]),
      [1, 2, 3].map((attempt) => [attempt, 'connection_refused', 'ECONNREFUSED', null]),
    );
  });

  test('has no secret, no password, no customer and no voice in it', async () => {
    const secrets = {
      password: 'P4ss-word-of-sftp',
      customer: '13987654321',
      callData: 'Lin-Zihang-insurance',
      remark: 'Call-back-wanted',
    };
    const voice = Buffer.from('the sound of a prompt');
    const answer = {
      resultCode: '0200000',
      resultDesc: `number ${secrets.customer}`,
      serverPwd: secrets.password,
      phone: secrets.customer,
      data: [{ calledNo: secrets.customer, remark: secrets.remark, extra: { note: secrets.customer } }],
    };
    await using service = await answeringService([answer]);
    const { client } = service;
    const serverInfo = { ip: '5.9.11.11', port: '22', filePath: '/home/sftp' };
    const account = { serverInfo, userName: 'isales', serverPwd: secrets.password };
    await addServer(client, account);
    await updateServer(client, { ...account, serverId: '1', previousIp: null });
    await importCallData(client, { campaignId: '16', serverId: '17', fileName: 'demo.xlsx' });
    await createReservation(client, 'saas', {
      callType: 'manual',
      calledNo: secrets.customer,
      taskId: '16',
      appointTime: Date.now() + 3_600_000,
      agent: 'ann',
      callData: secrets.callData,
      remark: secrets.remark,
    });
    await listReservations(client, { offset: 0, limit: 10, calledNo: secrets.customer });
    await assert.rejects(uploadVoiceFile(client, voice, 1000));
    assert.equal(service.log.length, 6);

    const written = JSON.stringify(service.log);
    const sent = service.requests.map(({ headers }) => headers.authorization ?? '');
    const hidden = [...Object.values(secrets), testKeys.secretKey, voice.toString('base64'), ...sent];
    for (const secret of hidden) assert.ok(secret !== '' && !written.includes(secret), secret);
    assert.match(written, /"appoint\/create"/);
  });
});
