// Makes assets/sample-call-list.xlsx: 200 customers of an insurance renewal campaign, most of them ready,
// with one of each mistake that call lists usually have. Run it again after a change; the same script makes
// the same bytes.
import { fileURLToPath } from 'node:url';
import { templateLayout } from '../src-main/call-list/template-workbook.ts';
import { fromRows, writeWorkbook } from '../src-main/call-list/write/workbook.ts';
import { givenNames, products, surnames } from '../test/support/customers.ts';

const englishNames = ['Grace Chen', 'Daniel Wong', 'Mei Ling Tan', 'Oliver Brandt', 'Amina Yusuf'];
const prefixes = ['138', '139', '186', '133', '157'];

/** A fixed sequence that looks random (Park and Miller), so that the file does not change by itself. */
let state = 20_260_105;
const below = (limit) => (state = (state * 48_271) % 2_147_483_647) % limit;
const pick = (list) => list[below(list.length)];
const digits = (count) => Array.from({ length: count }, () => below(10)).join('');

function customer(number) {
  const name = below(6) === 0 ? pick(englishNames) : pick(surnames) + pick(givenNames);
  const numbers = [{ calledNo: pick(prefixes) + digits(8) }];
  if (below(4) === 0)
    numbers.push({ calledNo: `0755${digits(8)}`, delayTime: String(60 * (1 + below(30))), type: '2' });
  const hour = String(9 + below(10)).padStart(2, '0');
  const day = String(1 + below(28)).padStart(2, '0');
  return {
    sessionId: `R26-${String(number).padStart(5, '0')}`,
    called: JSON.stringify(numbers),
    caller: '075588886666',
    callData: JSON.stringify({ fullName: name, riskName: pick(products), amount: 400 + below(4000) }),
    customField: pick(['续保一月', '续保二月', 'VIP', '']),
    recycleTime: below(3) === 0 ? '' : `2030-03-${day} ${hour}:${pick(['00', '15', '30'])}:00`,
  };
}

const customers = Array.from({ length: 200 }, (_, i) => customer(i + 1));

/** By position in the list: what goes wrong there. The ids in the comments are those of the template's rules. */
const mistakes = {
  7: (row) => (row.called = "[{'calledNo':13800138000}]"), // none: the vendor's own form, which is read
  12: (row) => (row.called = '13912345678'), // called-plain-number
  23: (row) => (row.called = ''), // called-missing
  31: (row) => (row.called = '[{"calledNo":"+86 138-0013-8000"}]'), // called-no-characters
  42: (row) => (row.called = '[{"calledNo":"1380013800013800138000138"}]'), // called-no-too-long
  56: (row) => (row.called = '[{"calledNo":"13700137000","delayTime":"9000"}]'), // delay-time
  64: (row) => (row.called = '[{"calledNo":"13700137001"'), // called-not-json
  77: (row) => (row.called = '[{"phone":"13700137002"}]'), // called-no-missing, called-unknown-key
  85: (row) => (row.called = customers[4].called), // duplicate-number
  86: (row) => (row.called = customers[9].called), // duplicate-number
  93: (row) => (row.sessionId = `R26-${'0'.repeat(32)}`), // session-id-too-long
  104: (row) => (row.caller = 'Service hotline'), // caller-unlikely
  115: (row) => (row.caller = '0755888866660755888866669'), // caller-too-long
  121: (row) => (row.callData = '林子航，车险，请于周五前回电'), // call-data-not-json
  132: (row) => (row.callData = JSON.stringify({ note: '备注'.repeat(600) })), // call-data-too-long
  140: (row) => (row.customField = '续保'.repeat(120)), // custom-field-too-long
  151: (row) => (row.recycleTime = '2030/3/9 18:30'), // recycle-time-format
  162: (row) => (row.recycleTime = '2030-02-30 10:00:00'), // recycle-time-not-real
  173: (row) => (row.recycleTime = '2024-05-06 09:00:00'), // recycle-time-past
  188: (row) => Object.keys(row).forEach((column) => (row[column] = '')), // a blank row
};
for (const [position, spoil] of Object.entries(mistakes)) spoil(customers[Number(position)]);

const layout = templateLayout();
await writeWorkbook(
  fileURLToPath(new URL('../assets/sample-call-list.xlsx', import.meta.url)),
  layout,
  fromRows(customers.map((row) => layout.columns.map(({ header }) => row[header]))),
  { level: 9 },
);
