import assert from 'node:assert/strict';
import test from 'node:test';
import { findHeader } from '../../../src-main/call-list/find-header.ts';

const cases: readonly (readonly [why: string, rows: readonly (readonly string[])[], header: number])[] = [
  [
    'the first row, as a rule',
    [
      ['姓名', '手机号'],
      ['王芳', '13900770000'],
    ],
    0,
  ],
  [
    'groups of columns above it, that have names of columns too',
    [
      ['Customer', 'Contact', 'Contact'],
      ['Name', 'Mobile', 'Remarks'],
      ['Li', '13900770000', ''],
    ],
    1,
  ],
  [
    'nothing but numbers',
    [
      ['Name', 'Number'],
      ['Li', '2025550143'],
    ],
    0,
  ],
  ['a title above it', [['2031年1月 客户名单'], ['姓名', '手机号', '备注'], ['王芳', '13900770000', '']], 1],
  [
    'a title, and numbers that are no Chinese ones',
    [['Leads January'], ['Name', 'Phone'], ['Li', '202-555-0143']],
    1,
  ],
  [
    'lines above it that are as wide as the list',
    [
      ['Export', '2031-01-05'],
      ['By', 'Sam'],
      ['Name', 'Phone'],
      ['Li', '2025550143'],
    ],
    2,
  ],
  [
    'a title, and names that are not known',
    [['Lijst'], ['Naam', 'Nummertje'], ['Jan', '0655501234'], ['Piet', '1']],
    1,
  ],
  [
    'the list begins with a customer',
    [
      ['王芳', '13900770000'],
      ['手机', '李娜'],
    ],
    0,
  ],
  ['never a customer, where nothing is known', [['Nr'], ['0655501234', 'Jan'], ['0655501235', 'Piet']], 0],
  ['a hotline in the title', [['客服电话 13900770009'], ['姓名', '手机号'], ['王芳', '13900770000']], 1],
  [
    'names of the template below others',
    [
      ['Phone', 'x'],
      ['sessionId', 'called'],
      ['1', '[]'],
    ],
    1,
  ],
  ['more names of the template count more', [['called'], ['sessionId', 'called', 'caller'], ['1', '[]']], 1],
  [
    'names of groups of columns above those of the columns',
    [
      ['联系', '联系', '备注'],
      ['姓名', '手机', ''],
      ['王芳', '13900770000', 'x'],
    ],
    1,
  ],
  ['one column of numbers', [['13900770000'], ['13900770001']], 0],
  ['one column with a name', [['number'], ['13900770001']], 0],
];

test('the row that names the columns is found, and a title above it is none', () => {
  for (const [why, rows, header] of cases) assert.equal(findHeader(rows), header, why);
});
