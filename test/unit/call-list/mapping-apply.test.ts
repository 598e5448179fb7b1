import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import * as v from 'valibot';
import { templateColumns } from '../../../src-main/contract/call-data-template.ts';
import { Mapping } from '../../../src-main/contract/mapping.ts';
import { CallRecord, columnNumber } from '../../../src-main/call-list/check/call-record.ts';
import { compileMapping } from '../../../src-main/call-list/mapping/compile.ts';
import { Mapper } from '../../../src-main/call-list/mapping/mapper.ts';
import { cellKind, Row } from '../../../src-main/call-list/row.ts';

const row = new Row();
const record = new CallRecord();

interface Cell {
  readonly text: string;
  readonly kind?: number;
}

function fill(cells: readonly (string | Cell | null)[]): Row {
  row.begin(7);
  for (const [column, cell] of cells.entries()) {
    if (cell === null) continue;
    const { text, kind = cellKind.text } = typeof cell === 'string' ? { text: cell } : cell;
    const bytes = Buffer.from(`<${text}>`);
    row.set(column, bytes, 1, bytes.length - 1, kind);
  }
  return row;
}

function mapperOf(mapping: unknown, headers: readonly string[] = []): Mapper {
  return new Mapper(compileMapping(v.parse(Mapping, mapping), headers));
}

/** The fields that have text, by name; null for a blank row. */
function mapped(mapping: unknown, headers: readonly string[], cells: readonly (string | Cell | null)[]) {
  if (!mapperOf(mapping, headers).map(fill(cells), record)) return null;
  assert.equal(record.row, 7);
  return Object.fromEntries(
    templateColumns.map((name, i) => [name, record.text(i)] as const).filter(([, text]) => text !== ''),
  );
}

test('a plain number becomes an array with one object and nothing that was not given', () => {
  assert.deepEqual(mapped({ called: [{ column: '手机号' }] }, ['姓名', '手机号'], ['王芳', '13800138000']), {
    called: '[{"calledNo":"13800138000"}]',
  });
});

test('several phones make one array in the order of the mapping; empty ones are left out', () => {
  const mapping = {
    called: [
      { column: 'b', delayTime: { constant: '0' }, type: { column: 'type' } },
      { column: 'a', delayTime: { column: 'delay' }, type: { constant: '2' } },
    ],
  };
  const headers = ['a', 'b', 'delay', 'type'];
  assert.equal(
    mapped(mapping, headers, ['1', '2', '60', '1'])?.['called'],
    '[{"calledNo":"2","delayTime":"0","type":"1"},{"calledNo":"1","delayTime":"60","type":"2"}]',
  );
  assert.equal(mapped(mapping, headers, ['1', ' ', null, '1'])?.['called'], '[{"calledNo":"1","type":"2"}]');
  assert.deepEqual(mapped(mapping, headers, [null, '\u3000', '60', '']), {}, 'a customer without a number');
});

test('with one phone column, a cell that is an array already stays as it is', () => {
  const mapping = { called: [{ column: 1, delayTime: { constant: '5' } }] };
  assert.equal(mapped(mapping, [], [" [{'calledNo':1234566}]"])?.['called'], " [{'calledNo':1234566}]");
});

test('fields come from columns and constants, byte for byte', () => {
  const mapping = {
    called: [{ column: 'no' }],
    sessionId: { column: 2 },
    caller: { constant: '075588886666' },
    callData: { column: 'data' },
    customField: { constant: '续保' },
    recycleTime: { column: 'data' },
    priority: { constant: '1' },
  };
  assert.deepEqual(mapped(mapping, ['no', 'id', 'data'], ['138', ' ID\t', '{"a": 1}']), {
    called: '[{"calledNo":"138"}]',
    sessionId: ' ID\t',
    caller: '075588886666',
    callData: '{"a": 1}',
    customField: '续保',
    recycleTime: '{"a": 1}',
    priority: '1',
  });
});

test('a blank row is blank, constants or not; a row with anything in it is not', () => {
  const mapping = { called: [{ column: 1 }], caller: { constant: '0755' } };
  assert.equal(mapped(mapping, [], []), null);
  assert.equal(mapped(mapping, [], [' ', null, '\u00a0\n']), null);
  assert.deepEqual(mapped(mapping, [], [null, null, 'Total: 200']), { caller: '0755' });
});

test('columns are packed into callData as an object of strings', () => {
  const mapping = {
    called: [{ column: 1 }],
    callData: {
      pack: [
        { name: 'fullName', column: '姓名' },
        { name: '金额 "元"', column: '金额' },
      ],
    },
  };
  const headers = ['no', '姓名', '金额'];
  assert.equal(
    mapped(mapping, headers, ['1', '王"芳"\\\n', '007'])?.['callData'],
    '{"fullName":"王\\"芳\\"\\\\\\n","金额 \\"元\\"":"007"}',
  );
  assert.equal(
    mapped(mapping, headers, ['1', null, '5'])?.['callData'],
    '{"fullName":"","金额 \\"元\\"":"5"}',
  );
  assert.equal(mapped(mapping, headers, ['1', ' ', null])?.['callData'], undefined, 'nothing to pack');
});

test("packed data can stand under one name, as in the vendor's example", () => {
  const callData = { under: 'iSales', pack: [{ name: 'fullName', column: 2 }] };
  assert.equal(
    mapped({ called: [{ column: 1 }], callData }, [], ['1', 'Lin Zihang'])?.['callData'],
    '{"iSales":{"fullName":"Lin Zihang"}}',
  );
});

test('that a cell is an error or has lost digits is not lost on the way', () => {
  const mapper = mapperOf({
    called: [{ column: 1 }, { column: 2 }],
    callData: { pack: [{ name: 'x', column: 3 }] },
    recycleTime: { column: 4 },
  });
  const kinds = (cells: readonly (string | Cell)[]): number[] => {
    mapper.map(fill(cells), record);
    return (['called', 'callData', 'recycleTime'] as const).map(
      (name) => record.kind[columnNumber[name]] ?? -1,
    );
  };
  const { text, error, digitsLost, date } = cellKind;
  assert.deepEqual(kinds(['1', '2', '3', '4']), [text, text, text]);
  assert.deepEqual(
    kinds([
      { text: '1', kind: digitsLost },
      '2',
      { text: '#N/A', kind: error },
      { text: '2026-01-05', kind: date },
    ]),
    [digitsLost, error, date],
  );
  assert.deepEqual(kinds([{ text: '#REF!', kind: error }, { text: '1', kind: digitsLost }, 'x', 'y']), [
    error,
    text,
    text,
  ]);
});

test('whatever the cells hold, called and packed callData are JSON with exactly their text', () => {
  const mapper = mapperOf({
    called: [{ column: 1, delayTime: { column: 3 } }, { column: 2 }],
    callData: {
      pack: [
        { name: 'a', column: 3 },
        { name: 'b', column: 4 },
      ],
    },
  });
  // 5,000 characters, so that the buffer must grow in the middle of a row.
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.nat(5000).map((length) => '"'.repeat(length)),
  );
  const cell = text.map((value) => `1${value.toWellFormed()}`);
  fc.assert(
    fc.property(cell, cell, cell, cell, (a, b, c, d) => {
      assert.equal(mapper.map(fill([a, b, c, d]), record), true);
      assert.deepEqual(JSON.parse(record.text(columnNumber.called)), [
        { calledNo: a, delayTime: c },
        { calledNo: b },
      ]);
      assert.deepEqual(JSON.parse(record.text(columnNumber.callData)), { a: c, b: d });
    }),
  );
});

test('a column that is not there, or not once, is told with its path', () => {
  const mapping = v.parse(Mapping, {
    called: [{ column: 'no' }, { column: 'Tel', type: { column: 'none' } }],
    callData: { pack: [{ name: 'x', column: 'Name' }] },
  });
  assert.throws(() => compileMapping(mapping, ['no', 'tel', 'TEL', 'name']), {
    code: 'invalid_request',
    fields: [
      { path: 'called.1.column', rule: 'column-repeated' },
      { path: 'called.1.type.column', rule: 'column-not-found' },
    ],
  });
});

test('a header as written goes before one in another case', () => {
  const mapping = { called: [{ column: 'Phone' }] };
  assert.equal(mapped(mapping, ['phone', 'Phone'], ['1', '2'])?.['called'], '[{"calledNo":"2"}]');
});

for (const [why, mapping] of Object.entries({
  'no phone column': { called: [] },
  'a slip in a key': { called: [{ column: 1 }], reclyeTime: { column: 2 } },
  'column 0': { called: [{ column: 0 }] },
  'an empty header': { called: [{ column: '' }] },
  'both a column and a constant': { called: [{ column: 1 }], caller: { column: 1, constant: 'x' } },
  'a name packed twice': {
    called: [{ column: 1 }],
    callData: {
      pack: [
        { name: 'a', column: 1 },
        { name: 'a', column: 2 },
      ],
    },
  },
})) {
  test(`a mapping is refused: ${why}`, () => {
    assert.equal(v.is(Mapping, mapping), false);
  });
}
