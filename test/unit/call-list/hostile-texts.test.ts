import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { mendIds, type ChosenMends } from '../../../src-main/contract/mends.ts';
import { templateColumns } from '../../../src-main/contract/call-data-template.ts';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { mostProblemsOfCell } from '../../../src-main/contract/template-rules.ts';
import { inspectCalled } from '../../../src-main/call-list/check/inspect-called.ts';
import { templateColumnOf } from '../../../src-main/call-list/header.ts';
import { compileMapping } from '../../../src-main/call-list/mapping/compile.ts';
import { normalHeader } from '../../../src-main/call-list/mapping/header-names.ts';
import { proposeMapping } from '../../../src-main/call-list/mapping/propose.ts';
import { cost, costsLess, mostForTenfold, tenfold } from '../../support/yardstick.ts';
import { fitOfValues, roleByValues } from '../../../src-main/call-list/mapping/value-shapes.ts';
import { mendWith } from '../../../src-main/call-list/mends/mends.ts';
import { findDelimiter } from '../../../src-main/call-list/text/find-delimiter.ts';

/** What is repeated without end, and what may stand around it so that nothing matches. */
const repeated = [
  ...Array.from('([{<"\'\\/.,;:|-+=*#%& \t\n0189aeEx年。（【“‘＋０\u200b\ufeff\ud800'),
  '()',
  '[]',
  '{}',
  '""',
  "''",
  '\\"',
  '\\\\"',
  '":"',
  '{"a":',
  '[[',
  '1.',
  '.1',
  '1 ',
  ' 1',
  '+86',
  '0086',
  '1-',
  'a1',
  '(1',
  '1)',
  '{"calledNo":"x"},',
  "'a':",
  'u0041',
  '\\u0041',
  '年1',
  '=1',
];
const surrounded = [
  ['', ''],
  ['', 'x'],
  ['', ']'],
  ['x', 'x'],
] as const;
/** Eight times as long a text may take eight times as long; with the square of its length it takes 64 times. */
const short = 1 << 12;
const long = 1 << 15;
const mostTimes = 40;
/** What any call may take besides, in milliseconds of processor time. */
const spare = 3;

const everyMend: ChosenMends = { mends: [...mendIds], options: { countryCode: '86', timeOfDay: '09:00:00' } };

const looks: readonly (readonly [what: string, look: (text: string) => unknown])[] = [
  ['normalHeader', normalHeader],
  ['templateColumnOf', templateColumnOf],
  [
    'fitOfValues',
    (text) =>
      (['phone', 'caller', 'delayTime', 'recycleTime'] as const).map((role) => fitOfValues(role, [text])),
  ],
  ['roleByValues', (text) => roleByValues([text])],
  ['proposeMapping', (text) => proposeMapping([text, 'b'], [[text, '13900770001']])],
  [
    'compileMapping',
    (text) => refusedInOrder(() => compileMapping({ called: [{ column: text }] }, [`${text}a`, 'b'])),
  ],
  ['findDelimiter', (text) => findDelimiter(text, 'a.csv')],
  ['inspectCalled', (text) => assert.ok(inspectCalled(text).problems.length <= mostProblemsOfCell + 1)],
  ...mendIds.map(
    (id) =>
      [
        `the mend ${id}`,
        (text: string) => {
          const mend = mendWith({ ...everyMend, mends: [id] });
          for (const column of templateColumns) mend(column, text);
        },
      ] as const,
  ),
];

for (const [what, look] of looks) {
  test(`${what} takes time as its text is long, whatever is in it`, () => {
    for (const piece of repeated) {
      const looking = (length: number) => () => {
        const text = piece.repeat(length / piece.length);
        for (const [before, behind] of surrounded) look(before + text + behind);
      };
      const most = mostTimes * (cost(looking(short)) + spare);
      assert.ok(costsLess(most, looking(long)), `${JSON.stringify(piece)} repeated`);
    }
  });
}

test('any text is mended by each mend to a text, and once mended stays as it is', () => {
  const text = fc
    .array(fc.oneof(fc.constantFrom(...repeated), fc.string({ unit: 'binary', maxLength: 4 })), {
      maxLength: 30,
    })
    .map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(
      text,
      fc.constantFrom(...mendIds),
      fc.constantFrom(...templateColumns),
      (value, id, column) => {
        const mend = mendWith({ ...everyMend, mends: [id] });
        const once = mend(column, value);
        assert.equal(mend(column, once), once);
      },
    ),
    { numRuns: 10_000 },
  );
});

test('any header and any mapping are proposed or refused in order', () => {
  const cell = fc.oneof(
    fc.constantFrom('called', '手机号', 'phone 2', 'delay', '(1)', '', '13900770001', '[{"calledNo":"1"}]'),
    fc.string({ unit: 'binary', maxLength: 8 }),
  );
  const row = fc.array(cell, { maxLength: 6 });
  fc.assert(
    fc.property(row, fc.array(row, { maxLength: 5 }), (headers, sample) => {
      const { mapping } = proposeMapping(headers, sample);
      if (mapping !== null)
        refusedInOrder(() => compileMapping(mapping, mapping.headerRow === null ? [] : headers));
    }),
    { numRuns: 3_000 },
  );
});

function refusedInOrder(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof DialdeskError)) throw error;
    assert.equal(error.code, 'invalid_request');
  }
}

test('a proposal for many phones and delays costs in proportion to the columns', () => {
  const propose = (columns: number): unknown => {
    const phones = Array.from({ length: columns }, (_, i) => `phone${(i % 90) + 1}`);
    const delays = Array.from({ length: columns }, () => 'delay');
    return proposeMapping(
      [...phones, ...delays],
      [[...phones.map(() => '13900770001'), ...delays.map(() => '60')]],
    );
  };
  assert.ok(tenfold(propose, 150) < mostForTenfold);
});
