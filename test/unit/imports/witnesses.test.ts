// What each witness says of an import whose answer was lost, and what that proves.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { ImportTask } from '../../../src-main/contract/call-data-import.ts';
import type { Invocation } from '../../../src-main/contract/invocation-log.ts';
import type { Testimony } from '../../../src-main/contract/witnesses.ts';
import { readLog } from '../../../src-main/features/imports/witnesses/log-witness.ts';
import {
  isTimed,
  windowOf,
  type SentRequest,
} from '../../../src-main/features/imports/witnesses/sent-request.ts';
import { testimony } from '../../../src-main/features/imports/witnesses/testimony.ts';
import { verdictOn, type Evidence } from '../../../src-main/features/imports/witnesses/witness-verdict.ts';

const at = Date.UTC(2026, 4, 6, 7);
const sent: SentRequest = {
  ...{ jobId: 'J', connectionId: 'K', campaignId: '1646', serverId: 'S1', folder: 'spring/2026' },
  ...{ fileName: 'leads.xlsx', startsAt: null, sentAt: at, lostAt: at + 1_000, rows: 30 },
  ...{ mark: 'dd-1', noMark: null },
};
const window = windowOf(sent, { ahead: 0, error: 500 });

function call(change: Partial<Invocation> = {}, request: object = {}): Invocation {
  return {
    ...{ id: null, at: at + 200, path: '/x', resultCode: '0200000', resultDesc: '', httpStatus: 200 },
    method: 'POST',
    request: { serverId: 'S1', filePath: '/spring/2026', fileName: 'leads.xlsx', ...request },
    ...change,
  };
}
const read = (entries: readonly Invocation[], request = sent, complete = true) =>
  readLog({ entries, complete, askedAt: at + 5_000 }, request, window);
const says = (...entries: Invocation[]) => read(entries).says;

suite('the log of invocations', () => {
  test('a call is the request only where campaign, server, folder, file and time are the same', () => {
    assert.equal(says(call()), 'found');
    assert.equal(says(call({}, { filePath: 'spring/2026/' })), 'found');
    assert.equal(says(call({}, { serverId: 'S2' })), 'not_found');
    assert.equal(says(call({}, { fileName: 'leads2.xlsx' })), 'not_found');
    assert.equal(says(call({}, { filePath: '/spring' })), 'not_found');
    assert.equal(says(call({}, { filePath: undefined })), 'not_found');
    assert.equal(says(call({}, { hour: '8', minute: '00' })), 'not_found');
    assert.equal(says(call({ method: 'GET' })), 'not_found');
    assert.equal(says(call({ at: at - 60_000 })), 'elsewhen');
    assert.equal(says(call({ at: at + 60_000 })), 'elsewhen');
  });

  test('one that is scheduled is found by its hour and minute too', () => {
    const eight = { ...sent, startsAt: { hour: 8, minute: 0 } };
    assert.equal(read([call({}, { hour: '08', minute: '00' })], eight).says, 'found');
    assert.equal(read([call({}, { hour: '8', minute: '30' })], eight).says, 'not_found');
    assert.equal(read([call({}, { hour: '9', minute: '00' })], eight).says, 'not_found');
    assert.equal(read([call()], eight).says, 'not_found');
  });

  test('two that fit are several, and one that pages give twice is one', () => {
    assert.equal(says(call(), call()), 'several');
    assert.equal(says(call({ id: '1' }), call({ id: '2', resultCode: '02000007' })), 'several');
    assert.equal(says(call({ id: '1' }), call({ id: '1' })), 'found');
    assert.equal(says(call(), call({ at: at - 60_000 })), 'found');
  });

  test('a refusal is said with its code, and what is no clear code proves nothing', () => {
    const refused = read([call({ resultCode: '02000007' })]);
    assert.deepEqual([refused.says, refused.code], ['refused', '02000007']);
    for (const unclear of [
      { resultCode: null },
      { resultCode: '200000' },
      { resultCode: 'OK' },
      { httpStatus: 500 },
    ]) {
      const { says: said, reason } = read([call(unclear)]);
      assert.deepEqual([said, reason], ['nothing', 'unreadable'], JSON.stringify(unclear));
    }
  });

  test('what lacks its time or its request is neither taken for it nor for another', () => {
    for (const entry of [
      call({ at: null }),
      call({ request: null }),
      call({}, { fileName: undefined }),
      call({}, { serverId: undefined }),
    ]) {
      assert.deepEqual([read([entry]).says, read([entry]).reason], ['nothing', 'unreadable']);
      // beside one that fits, it may be a second one
      assert.equal(says(call(), entry), 'nothing');
    }
    assert.equal(says(call(), call({ at: null }, { fileName: 'other.xlsx' })), 'found');
  });

  test('a log that was not read to its end proves nothing', () => {
    assert.deepEqual([read([call()], sent, false).says, read([], sent, false).says], ['nothing', 'nothing']);
    assert.equal(read([call(), call()], sent, false).says, 'several');
  });

  test('without the call centre’s clock, no call is of this time', () => {
    const blind = (entries: Invocation[]) => readLog({ entries, complete: true, askedAt: at }, sent, null);
    assert.deepEqual([blind([call()]).says, blind([call()]).reason], ['nothing', 'no_clock']);
    assert.equal(blind([]).says, 'not_found');
    const part = readLog({ entries: [], complete: false, askedAt: at }, sent, null);
    assert.deepEqual([part.says, part.reason], ['nothing', 'incomplete']);
  });

  test('clocks that differ are put right by what they differ', () => {
    const ahead = 3_600_000;
    const theirs = windowOf(sent, { ahead, error: 500 });
    const late = (entry: Invocation) =>
      readLog({ entries: [entry], complete: true, askedAt: at }, sent, theirs);
    assert.equal(late(call({ at: at + ahead })).says, 'found');
    assert.equal(late(call()).says, 'elsewhen');
  });
});

const found = testimony('log', 'found', { at: at + 200 });
const marked = testimony('statistics', 'found', { rows: 30 });
const silent = (witness: 'log' | 'statistics') => testimony(witness, 'not_found');

function task(change: Partial<ImportTask> = {}): ImportTask {
  return {
    ...{ id: '77', status: 'complete', statusText: '2', errorText: '' },
    ...{ beginTime: new Date(at + 1_000).toISOString(), endTime: null },
    ...{ imported: 28, repeated: 1, failed: 1, blocked: 0 },
    ...change,
  };
}
function verdict(change: Partial<Evidence>, request = sent): string {
  const evidence: Evidence = {
    ...{ log: silent('log'), statistics: silent('statistics'), tasks: [task()], allTasks: true, window },
    ...{ otherImport: false, now: at + 10_000 },
    ...change,
  };
  const given = verdictOn(evidence, request);
  return given.kind === 'arrived'
    ? `arrived by ${given.by.witness} as ${given.taskId}`
    : `ask ${given.doubt}`;
}

suite('the verdict', () => {
  test('its call in the log, or rows with its mark, prove that it arrived; a task alone does not', () => {
    assert.equal(verdict({ log: found }), 'arrived by log as 77');
    assert.equal(verdict({ statistics: marked }), 'arrived by statistics as 77');
    assert.equal(verdict({}), 'ask null');
  });

  test('nothing proves that it did not arrive', () => {
    const witnesses: Testimony['says'][] = ['not_found', 'not_there', 'nothing', 'not_asked', 'several'];
    for (const said of [...witnesses, 'refused', 'elsewhen'] as const) {
      assert.equal(verdict({ log: testimony('log', said), tasks: [] }), 'ask null', said);
    }
  });

  test('an import with other rows began then: the call was of another file of that name', () => {
    assert.equal(verdict({ log: found, tasks: [task({ imported: 5 })] }), 'ask other_rows');
    assert.equal(
      verdict({ log: found, tasks: [task({ imported: 5 }), task({ id: '78' })] }),
      'arrived by log as 78',
    );
    // begun long before
    assert.equal(
      verdict({ log: found, tasks: [task({ imported: 5, beginTime: new Date(at - 60_000).toISOString() })] }),
      'arrived by log as null',
    );
  });

  test('tasks begin at a moment where their zone is given, as the vendor does; else it is not known when', () => {
    const begun = (beginTime: string): string => {
      const its = task({ beginTime });
      return `${isTimed(its)} ${verdict({ log: found, tasks: [its] })}`;
    };
    for (const known of [
      '2026-05-06T07:00:01.390+00:00',
      '2026-05-06T15:00:01+0800',
      '2026-05-06T07:00:01Z',
    ]) {
      assert.equal(begun(known), 'true arrived by log as 77', known);
    }
    for (const unknown of ['2026-05-06T07:00:01', '2026-05-06 07:00:01', '2026-99-99T07:00:01Z', 'today']) {
      assert.match(begun(unknown), /^false/, unknown);
    }
  });

  test('one that runs is waited for, and not for ever', () => {
    for (const running of [
      task({ status: 'running', imported: 0 }),
      task({ status: 'preparing', beginTime: null }),
    ]) {
      assert.equal(verdict({ log: found, tasks: [running] }), 'ask task_runs');
      assert.equal(verdict({ log: found, tasks: [running], now: at + 7_200_001 }), 'arrived by log as 77');
    }
  });

  test('no task is named where two can be it, or none is known', () => {
    assert.equal(verdict({ log: found, tasks: [task(), task({ id: '78' })] }), 'arrived by log as null');
    assert.equal(verdict({ log: found, tasks: [] }), 'arrived by log as null');
    assert.equal(verdict({ statistics: marked, window: null }), 'arrived by statistics as null');
    // by rows alone, one of yesterday's with as many rows may be it: a clock that was put right misleads
    const earlier = task({ id: '70', beginTime: new Date(at - 86_400_000).toISOString() });
    assert.equal(verdict({ statistics: marked, tasks: [task(), earlier] }), 'arrived by statistics as null');
    assert.equal(verdict({ log: found, tasks: [task(), earlier] }), 'arrived by log as 77');
  });

  test('without tasks to compare rows with, a call alone is not enough, unless it is scheduled', () => {
    assert.equal(verdict({ log: found, tasks: null }), 'ask no_tasks');
    const eight = { ...sent, startsAt: { hour: 8, minute: 0 } };
    assert.equal(verdict({ log: found, tasks: null }, eight), 'arrived by log as null');
  });

  test('where tasks were not all read, the one of the call may be among the others, and none is named', () => {
    const part = { log: found, allTasks: false };
    assert.equal(verdict({ ...part, tasks: [] }), 'ask no_tasks');
    assert.equal(verdict(part), 'arrived by log as null');
    assert.equal(verdict({ ...part, tasks: [task({ imported: 5 })] }), 'ask other_rows');
    assert.equal(verdict({ statistics: marked, allTasks: false }), 'arrived by statistics as null');
  });

  test('another import from here that fits as well leaves it open', () => {
    assert.equal(verdict({ log: found, otherImport: true }), 'ask other_import');
  });

  test('rows with the mark prove nothing where somebody else imported the file later, or it was refused', () => {
    const later = testimony('log', 'elsewhen', { at: window.to + 1 });
    assert.equal(verdict({ statistics: marked, log: later }), 'ask elsewhen');
    assert.equal(verdict({ statistics: marked, log: testimony('log', 'refused') }), 'ask refused');
    const before = testimony('log', 'elsewhen', { at: window.from - 1 });
    assert.equal(verdict({ statistics: marked, log: before }), 'arrived by statistics as 77');
  });
});
