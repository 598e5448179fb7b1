import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { proposeMapping } from '../../../src-main/call-list/mapping/propose.ts';

interface Proposed {
  readonly headers: readonly string[];
  /** The values of a customer, by a digit that tells customers apart. */
  readonly row: (digit: number) => readonly string[];
  readonly called: readonly string[];
}

const mobile = (digit: number): string => `139007700${digit}0`;
const lists: readonly Proposed[] = [
  { headers: ['患者电话', '医生电话'], row: (i) => [mobile(i), mobile(9 - i)], called: ['患者电话'] },
  { headers: ['快递员电话', '收货人手机'], row: (i) => [mobile(9 - i), mobile(i)], called: ['收货人手机'] },
  { headers: ['學生電話', '班主任手機'], row: (i) => [mobile(i), mobile(9 - i)], called: ['學生電話'] },
  { headers: ['電話', '担当者電話'], row: (i) => [`090555012${i}1`, `035550999${i}`], called: ['電話'] },
  {
    headers: ['Celular', 'Teléfono del asesor'],
    row: (i) => [`300123456${i}`, `30099${i}9999`],
    called: ['Celular'],
  },
  {
    headers: ['Мобильный телефон', 'Телефон менеджера'],
    row: (i) => [`7916555012${i}`, `7495555${i}000`],
    called: ['Мобильный телефон'],
  },
  { headers: ['Phone', 'Driver phone'], row: (i) => [`20255501${i}0`, `20255509${i}0`], called: ['Phone'] },
  { headers: ['Driver phone'], row: (i) => [`20255501${i}0`], called: ['Driver phone'] },
  { headers: ['司机电话'], row: (i) => [mobile(i)], called: ['司机电话'] },
  // the same for all: it is nobody's of them
  { headers: ['手机', '电话2'], row: (i) => [mobile(i), '02083630001'], called: ['手机'] },
  { headers: ['手机', '固话'], row: (i) => [mobile(i), `0208363000${i}`], called: ['手机', '固话'] },
  {
    headers: ['מספר נייד', 'תעודת זהות'],
    row: (i) => [`050555012${i}`, `12345678${i}`],
    called: ['מספר נייד'],
  },
  {
    headers: ['תעודת זהות', 'מספר נייד'],
    row: (i) => [`12345678${i}`, `050555012${i}`],
    called: ['מספר נייד'],
  },
  { headers: ['ΑΦΜ', 'Κινητό'], row: (i) => [`12345678${i}`, `694555012${i}`], called: ['Κινητό'] },
  {
    headers: ['Henkilötunnus', 'Matkapuhelin'],
    row: (i) => [`010180-123${i}`, `040555012${i}`],
    called: ['Matkapuhelin'],
  },
  {
    headers: ['TC Kimlik No', 'Cep No'],
    row: (i) => [`1234567890${i}`, `0532555012${i}`],
    called: ['Cep No'],
  },
  {
    headers: ['کد ملی', 'شماره همراه'],
    row: (i) => [`001234567${i}`, `0912555012${i}`],
    called: ['شماره همراه'],
  },
  // in no language that is known: the numbers that are written as they are dialled
  { headers: ['xyz', 'abc'], row: (i) => [`12345678${i}`, `040555012${i}`], called: ['abc'] },
];

suite('the phones of other people are not proposed', () => {
  for (const { headers, row, called } of lists) {
    test(headers.join(', '), () => {
      const sample = [1, 2, 3, 4].map((digit) => [...row(digit)]);
      const { mapping } = proposeMapping(headers, sample);
      assert.deepEqual(
        mapping?.called.map(({ column }) => column),
        called,
      );
    });
  }
});
