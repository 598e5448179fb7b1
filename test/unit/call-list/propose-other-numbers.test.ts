import assert from 'node:assert/strict';
import test from 'node:test';
import { isOtherNumber } from '../../../src-main/call-list/mapping/other-numbers.ts';
import { proposeMapping } from '../../../src-main/call-list/mapping/propose.ts';
import { areWholeNumbers } from '../../../src-main/call-list/mapping/value-shapes.ts';

/** Values of a column, by the number of their row; spread, so that neighbours have nothing in common. */
type Values = (row: number) => string;
const spread = (row: number, below: number): number =>
  Math.floor(((Math.imul(row + 7, 2_654_435_761) >>> 0) / 2 ** 32) * below);
const digits = (row: number, count: number): string => String(spread(row, 10 ** count)).padStart(count, '0');

const withCheckDigit = (body: string, weight: (fromEnd: number) => number, fold: boolean): string => {
  const sum = Array.from(body)
    .reverse()
    .reduce((total, digit, i) => {
      const value = Number(digit) * weight(i);
      return total + (fold && value > 9 ? value - 9 : value);
    }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
};
const luhn = (body: string): string => withCheckDigit(body, (i) => (i % 2 === 0 ? 2 : 1), true);

const others: Readonly<Record<string, Values>> = {
  'seconds since 1970': (row) => String(1_700_000_000 + spread(row, 60_000_000)),
  'thousandths of them': (row) => String(1_700_000_000_000 + spread(row, 6e10)),
  'orders that begin with their day': (row) => `20260${1 + (row % 9)}05${digits(row, 4)}`,
  'orders that begin with their second': (row) => `202601051830${digits(row, 2)}`,
  'identity cards': (row) => `440301198${row % 10}0101${digits(row, 3)}${row % 10}`,
  'identity cards that end in X': (row) => `440301198${row % 10}0101${digits(row, 3)}X`,
  'old identity cards': (row) => `4403018${row % 10}0101${digits(row, 3)}`,
  'bank cards of 19 digits': (row) => luhn(`622202${digits(row, 12)}`),
  'bank cards of 16 digits': (row) => luhn(`622588${digits(row, 9)}`),
  'bank cards of 15 digits': (row) => luhn(`3782${digits(row, 10)}`),
  'numbers of telephones’ hardware': (row) => luhn(`35332510${digits(row, 6)}`),
  'bar codes': (row) => withCheckDigit(`690${digits(row, 9)}`, (i) => (i % 2 === 0 ? 3 : 1), false),
  'postcodes of China': (row) => `51${digits(row, 4)}`,
  'postcodes of Brazil': (row) => `0${digits(row, 4)}-${digits(row, 3)}`,
  days: (row) => `2026${String(1 + (row % 12)).padStart(2, '0')}${String(1 + (row % 28)).padStart(2, '0')}`,
  'days as Germans write them': (row) => `0${1 + (row % 9)}.0${1 + (row % 7)}.2026`,
  amounts: (row) => `1${digits(row, 6)}.50`,
  coordinates: (row) => `113.9${digits(row, 6)}`,
  'addresses of computers': (row) => `192.168.1${digits(row, 2)}.2${row % 5}1`,
  'postcodes of the United States': (row) => `9${digits(row, 4)}-1${digits(row, 3)}`,
  'tax numbers of Brazil': (row) => `123.4${digits(row, 2)}.${digits(row, 3)}-0${row % 10}`,
  'social security numbers': (row) => `1${digits(row, 2)}-45-6${digits(row, 3)}`,
};
const phones: Readonly<Record<string, Values>> = {
  'mobile numbers': (row) => `139${digits(row, 8)}`,
  'fixed lines': (row) => `0755${2 + (row % 7)}${digits(row, 7)}`,
  'numbers of the United States': (row) => `+1 (212) 555-${digits(row, 4)}`,
  'numbers of the United States, bare': (row) => `212555${digits(row, 4)}`,
  'numbers of Britain': (row) => `07700 9${digits(row, 5)}`,
  'numbers of Denmark': (row) => `2${row % 10}.${digits(row, 2)}.34.56`,
  'numbers of France': (row) => `06.${digits(row, 2)}.34.56.78`,
  'numbers of Russia': (row) => `916-123-4${row % 10}-${digits(row, 2)}`,
  'numbers of Beijing without their 0': (row) => `106${digits(row, 7)}`,
};

const rowsOf = (...columns: Values[]): string[][] =>
  Array.from({ length: 12 }, (_, row) => ['Li', ...columns.map((values) => values(row))]);
const proposed = (headers: string[], rows: string[][]): readonly (string | number)[] | undefined =>
  proposeMapping(headers, rows).mapping?.called.map(({ column }) => column);

for (const [what, values] of Object.entries(others)) {
  test(`${what} are no telephone numbers, alone or in front of them`, () => {
    assert.equal(proposed(['Name', 'X'], rowsOf(values)), undefined);
    for (const [phone, numbers] of Object.entries(phones)) {
      assert.deepEqual(proposed(['Name', 'X', 'Y'], rowsOf(values, numbers)), ['Y'], phone);
    }
  });
}

test('telephone numbers are proposed by what they are, whatever their column is called', () => {
  for (const [what, values] of Object.entries(phones)) {
    assert.deepEqual(proposed(['Name', 'X'], rowsOf(values)), ['X'], what);
  }
});

test('a few telephone numbers that have a check digit by chance are still telephone numbers', () => {
  assert.ok(areWholeNumbers([luhn('35332510123456'.slice(0, 14))]));
  assert.ok(areWholeNumbers(['8613800138000', '8613900770001']));
});

/** Columns of numbers that look like Chinese mobile numbers, and are called something else. */
const names = [
  ...[
    'Order',
    'Order No',
    'Invoice number',
    'Account',
    'Card number',
    'Contract',
    'Tracking #',
    'Created time',
  ],
  ...['订单号', '合同编号', '银行卡号', '保单号', '快递单号', '身份证号', '下单时间', '會員編號'],
  ...[
    'Номер заказа',
    'ИНН',
    '주문번호',
    '注文番号',
    'Bestellnummer',
    'Numéro de commande',
    'Número de pedido',
  ],
];
for (const name of names) {
  test(`“${name}” is no column of telephone numbers`, () => {
    assert.ok(isOtherNumber(name));
    const rows = rowsOf(phones['mobile numbers'] as Values, phones['fixed lines'] as Values);
    assert.deepEqual(proposed(['Name', name, 'Y'], rows), ['Y']);
  });
}

test('CEP is a postcode in Portuguese and a mobile number in Turkish', () => {
  const [postcode, number] = [others['postcodes of Brazil'], phones['mobile numbers']] as [Values, Values];
  assert.deepEqual(proposed(['Nome', 'CEP', 'Contato'], rowsOf(postcode, number)), ['Contato']);
  assert.deepEqual(
    proposed(
      ['Ad', 'Cep'],
      rowsOf((row) => `0532${digits(row, 7)}`),
    ),
    ['Cep'],
  );
});

test('an ID that looks like a phone is no second one', () => {
  const rows = rowsOf(phones['mobile numbers'] as Values, (row) => `138${digits(row + 50, 8)}`);
  assert.deepEqual(proposed(['Name', 'uid', 'contact'], rows), ['contact']);
  assert.deepEqual(proposed(['Name', 'uid', 'X'], rows), ['X']);
});
