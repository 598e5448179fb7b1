// What systems answer that is not quite what is documented: interface by interface, each field in turn, and at random.
// What comes out is always what the contract says, or one of two errors.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import * as v from 'valibot';
import { queryImportTasks } from '../../../src-main/aicc/call-data-import.ts';
import { listCampaigns } from '../../../src-main/aicc/campaigns.ts';
import type { AiccClient } from '../../../src-main/aicc/client.ts';
import {
  createReservation,
  deleteReservation,
  listReservations,
  updateReservation,
} from '../../../src-main/aicc/reservations.ts';
import { ImportTask } from '../../../src-main/contract/call-data-import.ts';
import { CampaignPage } from '../../../src-main/contract/campaigns.ts';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { ReservationPage } from '../../../src-main/contract/reservations.ts';
import { answeringService } from '../../support/answering-service.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = Record<string, Json>;

const ok = { returnCode: '0200000', resultCode: '0200000', resultDesc: 'success', returnDesc: 'success' };
const appointTime = Date.UTC(2099, 4, 6, 10, 30);
const newOne = {
  callType: 'manual',
  calledNo: '138',
  taskId: '16',
  appointTime,
  agent: 'ann',
} as const;

interface Interface {
  /** As it is documented. */
  readonly answer: JsonObject;
  readonly ask: (client: AiccClient) => Promise<unknown>;
  readonly contract: v.GenericSchema;
  /** Where a list is expected. */
  readonly list?: string;
  /** It changes something: an answer that cannot be read leaves the outcome unknown. */
  readonly once?: true;
}

const interfaces: Readonly<Record<string, Interface>> = {
  'appoint/update': {
    answer: ok,
    ask: (client) => updateReservation(client, 'saas', { appointId: '17', agent: 'ann', appointTime }),
    contract: v.void(),
    once: true,
  },
  'appoint/create': {
    answer: { ...ok, returnObject: { appointId: '174729926098016859445364892091' } },
    ask: (client) => createReservation(client, 'saas', newOne),
    contract: v.object({ appointId: v.nullable(v.string()) }),
    once: true,
  },
  'appoint/delete': {
    answer: ok,
    ask: (client) => deleteReservation(client, '17'),
    contract: v.void(),
    once: true,
  },
  'appoint/list': {
    answer: {
      totalCount: 1,
      data: [
        {
          appointId: '1',
          callType: '1',
          appointTime,
          calledNo: '13800138000',
          taskId: '16',
          taskName: 'Spring',
          taskStatus: '2',
          timeout: '0',
          userAccount: 'ann',
          userName: 'Ann',
          remark: 'r',
        },
      ],
    },
    ask: (client) => listReservations(client, { offset: 0, limit: 100 }),
    contract: ReservationPage,
    list: 'data',
  },
  campaigns: {
    answer: { curPage: 1, totalSize: 1, rowsPerPage: 100, data: [{ id: '7', name: 'Spring', status: '2' }] },
    ask: (client) => listCampaigns(client, { page: 1, rows: 100 }),
    contract: CampaignPage,
    list: 'data',
  },
  queryDataImportTask: {
    answer: {
      count: 1,
      result: [
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
      ],
    },
    ask: (client) => queryImportTasks(client, { campaignId: '16', offset: 0, limit: 10 }),
    contract: v.object({ tasks: v.array(ImportTask), count: v.nullable(v.number()) }),
    list: 'result',
  },
};

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same answer with each object of it remade. */
function remade(value: Json, remake: (object: JsonObject) => JsonObject): Json {
  if (Array.isArray(value)) return value.map((one) => remade(one, remake));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, remade(inner, remake)] as const);
  return remake(Object.fromEntries(entries));
}

const swapped = (value: Json): Json => {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && /^[1-9]\d{0,14}$/.test(value) ? Number(value) : value;
};
const codes = new Set(Object.keys(ok));

/** Says nothing else than the documented answer says. */
const harmless: Readonly<Record<string, (answer: JsonObject) => Json>> = {
  'keys that nobody knows': (answer) =>
    remade(answer, (object) => ({ ...object, zzz: { deep: [1, null] }, aaa: 'x', extra: null })),
  'another order': (answer) =>
    remade(answer, (object) => Object.fromEntries(Object.entries(object).reverse())),
  'numbers as texts, and texts as numbers': (answer) =>
    remade(answer, (object) =>
      Object.fromEntries(
        Object.entries(object).map(([key, value]) => [key, codes.has(key) ? value : swapped(value)]),
      ),
    ),
};

/** The names of all fields but the codes, at any depth. */
function fieldsOf(value: Json): string[] {
  const names = new Set<string>();
  remade(value, (object) => {
    for (const key of Object.keys(object)) if (!codes.has(key)) names.add(key);
    return object;
  });
  return [...names];
}

async function outcome(
  { ask, contract }: Interface,
  answers: readonly unknown[],
): Promise<{ values: unknown[]; errors: string[] }> {
  await using service = await answeringService(answers, {}, { now: () => new Date('2025-06-01T00:00:00Z') });
  const values: unknown[] = [];
  const errors: string[] = [];
  for (const answer of answers) {
    try {
      const value = await ask(service.client);
      const parsed = v.safeParse(contract, value);
      assert.ok(parsed.success, `${JSON.stringify(answer)} gave ${JSON.stringify(value)}`);
      values.push(value);
    } catch (error) {
      assert.ok(error instanceof DialdeskError, `${JSON.stringify(answer)}: ${String(error)}`);
      errors.push(error.code);
    }
  }
  return { values, errors };
}

for (const [name, one] of Object.entries(interfaces)) {
  suite(name, () => {
    const unread = one.once ? 'outcome_unknown' : 'bad_answer';

    for (const [what, change] of Object.entries(harmless)) {
      test(`${what}: nothing else is read`, async () => {
        const { values, errors } = await outcome(one, [one.answer, change(one.answer)]);
        assert.deepEqual(errors, []);
        assert.deepEqual(values[1], values[0]);
      });
    }

    test('each field in turn is missing, null, empty, an object, a list, or of no known value', async () => {
      const instead: readonly (Json | undefined)[] = [
        undefined,
        null,
        '',
        {},
        [],
        'strange',
        -1,
        true,
        1e300,
      ];
      const answers = fieldsOf(one.answer).flatMap((field) =>
        instead.map((value) =>
          remade(one.answer, (object) => {
            if (!(field in object)) return object;
            const others = Object.entries(object).filter(([key]) => key !== field);
            return Object.fromEntries(value === undefined ? others : [...others, [field, value]]);
          }),
        ),
      );
      const { errors } = await outcome(one, answers);
      // only a list that is none cannot be read; an object, three texts and numbers, a boolean
      assert.deepEqual(
        errors,
        Array.from({ length: one.list === undefined ? 0 : 6 }, () => 'bad_answer'),
      );
    });

    test('an answer that is no object is told as unreadable', async () => {
      const answers = [[], [one.answer], 'success', '', 7, true, null];
      const { errors } = await outcome(one, answers);
      assert.deepEqual(
        errors,
        answers.map(() => unread),
      );
    });

    test('at random, it is read or told as unreadable', async () => {
      const { list } = one;
      const names = fc.constantFrom(...fieldsOf(one.answer), 'other');
      const item = fc.oneof(
        fc.jsonValue({ maxDepth: 1 }),
        fc.dictionary(names, fc.jsonValue({ maxDepth: 1 })),
      );
      const answer = fc
        .tuple(fc.dictionary(names, fc.jsonValue()), fc.array(item))
        .map(([fields, items]) => ({ ...fields, ...(list !== undefined && { [list]: items }), ...ok }));
      const answers = fc.sample(answer, { numRuns: 100, seed: 20260506 });
      const { values, errors } = await outcome(one, answers);
      assert.deepEqual([values.length, errors], [100, []]);
    });
  });
}
