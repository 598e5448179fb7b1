/** The lists that went wrong in other tools, as handed in. */
export const faults = new URL('../fixtures/call-list/faults/', import.meta.url).pathname;

/** What a check of such a list must come to, by whichever way it is read: through the command or the window. */
export interface Right {
  /** Files beside it: a mapping, a do-not-call list. */
  readonly map?: string;
  readonly doNotCall?: string;
  readonly duplicates?: 'keep-all';
  readonly leaveOutHidden?: true;
  /** Why it cannot be read; nothing else is said then. */
  readonly refused?: RegExp;
  /** "ready of rows". */
  readonly counts?: string;
  readonly blank?: number;
  /** "row column rule" of each issue. */
  readonly issues?: readonly string[];
  /** How many different numbers are on the do-not-call list. */
  readonly listed?: number;
  /** The kinds of what is said besides, before anything is sent. */
  readonly notes?: readonly string[];
  /** Columns of the rows that are sent, in order. */
  readonly clean?: Readonly<Record<string, readonly string[]>>;
}

const calls = (number: string): string => `[{"calledNo":"${number}"}]`;
const blocked = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${i + 2} called do-not-call`);
const numbers = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `[{"calledNo":"1390077000${i + 1}","delayTime":"0"}]`);

/** Every list but those of `foreign`, some with more than one way of checking them. */
export const listFaults: readonly (readonly [file: string, right: Right])[] = [
  [
    '01-general-dressed.xlsx',
    {
      counts: '8 of 8',
      clean: {
        sessionId: ['346021', '346022', '346023', '346024', '346025', '346026号', '346027', '346028'],
        customField: ['1200', '1201', '1202', '1203', '1204', '1205号', '1206', '1207'],
      },
    },
  ],
  ['01c-caller-short.xlsx', { counts: '1 of 1', clean: { caller: ['95588'] } }],
  [
    '02-formula-no-value.xlsx',
    {
      counts: '0 of 3',
      issues: [
        '2 customField formula-no-value',
        '3 sessionId formula-no-value',
        '4 callData formula-no-value',
        '4 recycleTime formula-no-value',
      ],
    },
  ],
  ['05-shared-empty-v.xlsx', { counts: '3 of 3', clean: { caller: ['02083630001', '', '02083630001'] } }],
  ['09-gbk-entry.xlsx', { counts: '3 of 3', clean: { called: numbers(3) } }],
  [
    '12-filtered.xlsx',
    {
      counts: '4 of 4',
      issues: ['3 called row-hidden', '4 called row-hidden'],
      notes: ['hidden-rows'],
      clean: { called: numbers(4) },
    },
  ],
  [
    '12-filtered.xlsx',
    {
      leaveOutHidden: true,
      counts: '2 of 4',
      issues: ['3 called row-hidden', '4 called row-hidden'],
      notes: ['hidden-rows'],
      clean: { called: [numbers(4)[0] ?? '', numbers(4)[3] ?? ''] },
    },
  ],
  [
    '19-floats.xlsx',
    {
      counts: '9 of 9',
      clean: {
        customField: ['0.3', '3.3', '59.97', '0.0004', '1.1', '102.717452969', '0.35', '19.9', '13800138000'],
      },
    },
  ],
  [
    '90-conditional-format.xlsx',
    {
      map: '90.map.json',
      duplicates: 'keep-all',
      counts: '5 of 6',
      issues: ['6 called called-no-characters'],
      clean: {
        called: ['2025550143', '2025550143', '05550143', '02083630001', '13900770001'].map(
          (number) => `[{"calledNo":"${number}"}]`,
        ),
      },
    },
  ],
  ['21-title-line.csv', { counts: '4 of 4', clean: { called: numbers(4) } }],
  ['22-double-bom.csv', { counts: '4 of 4', clean: { sessionId: ['K001', 'K002', 'K003', 'K004'] } }],
  [
    '25-extra-field.csv',
    { counts: '2 of 4', issues: ['3 customField row-too-wide', '5 customField row-too-wide'] },
  ],
  [
    '26-utf16le-no-bom.csv',
    {
      counts: '3 of 3',
      clean: {
        callData: ['张一山', '李最美', '开心'].map((name, i) => `{"name": "${name}", "no": ${i + 1}}`),
      },
    },
  ],
  [
    '27-cut-character.csv',
    {
      counts: '5 of 6',
      issues: ['5 customField damaged-character'],
      clean: { customField: Array<string>(5).fill('重要') },
    },
  ],
  [
    '28-big5.csv',
    {
      counts: '2 of 2',
      notes: ['encoding-guessed'],
      clean: { customField: ['重要客戶', '請於下午致電'] },
    },
  ],
  [
    '35c-stray-quotes-phones.csv',
    {
      map: '35c.map.json',
      counts: '5 of 6',
      issues: ['3 customField stray-quote'],
      clean: {
        called: [1, 3, 4, 5, 6].map((n) => `[{"calledNo":"1390077000${n}"}]`),
        customField: ['普通', '普通', '普通', '说"好"的', '普通'],
      },
    },
  ],
  ['83-readme-sheet.xlsx', { counts: '2 of 2', clean: { called: numbers(2) } }],
  ['92-short-comment.xlsx', { counts: '1 of 1', clean: { customField: ['group 1'] } }],
  ['99-other-sheet-nan.xlsx', { counts: '2 of 2', clean: { called: numbers(2) } }],
  ['33b-one-blank-line.csv', { counts: '2 of 3', blank: 1, clean: { called: numbers(2) } }],
  ...(
    [
      ['50a-dnc-names-first.csv', 3],
      ['50b-dnc-plus.csv', 4],
      ['50d-dnc-second-sheet.xlsx', 3],
    ] as const
  ).map(([doNotCall, count]): [string, Right] => [
    '50-list.csv',
    { doNotCall, counts: `${8 - count} of 8`, issues: blocked(count), listed: count },
  ]),
  ['51-list-86.csv', { doNotCall: '51-dnc.csv', counts: '0 of 3', issues: blocked(3), listed: 1 }],
  [
    '60-no-header.csv',
    {
      map: '60.map.json',
      counts: '2 of 4',
      issues: ['2 called called-no-characters', '4 called called-no-characters'],
      clean: { called: ['13900770001', '13900770003'].map(calls), customField: ['Wang Fang', 'Chen Jie'] },
    },
  ],
  ['80-password-small.xlsx', { refused: /protected by a password/ }],
  [
    '81-long-notes.csv',
    {
      counts: '1 of 3',
      issues: ['3 called called-plain-number', '4 called called-plain-number'],
      notes: ['columns-not-sent'],
    },
  ],
  [
    '97-guarded.csv',
    { counts: '0 of 2', issues: ['2 called called-no-characters', '3 called called-no-characters'] },
  ],
  [
    '97-guarded-corrected.xlsx',
    { counts: '2 of 2', clean: { customField: ['-5% for old customers', '@home after six'] } },
  ],
  ['98-date-rejected.xlsx', { counts: '1 of 2', issues: ['2 called called-no-characters'] }],
  // An earlier version lost the time of day when it wrote this; that is told.
  ['98-date-corrected.xlsx', { counts: '0 of 1', issues: ['2 recycleTime recycle-time-format'] }],
];

/** Lists that were made to cost time: how many rows there are to check; 0 where they are only looked at. */
export const hostileLists: readonly (readonly [file: string, rows: number])[] = [
  ['hostile-format-brackets-100000.xlsx', 0],
  ['hostile-backslashes.xlsx', 2000],
  ['hostile-parens.xlsx', 0],
  ['hostile-issues-1000.xlsx', 1000],
];

/** For each list of `foreign`, the columns that are proposed as phones: never another's number. */
export const foreignPhones: Readonly<Record<string, readonly (string | number)[]>> = {
  'arabic.csv': ['رقم الهاتف'],
  'chinese-many.csv': ['手机号码', '单位电话'],
  'french.csv': ['Téléphone portable'],
  'genesys.csv': ['Cell'],
  'german.csv': ['Telefonnummer', 'Handy'],
  'google.csv': ['Phone 1 - Value', 'Phone 2 - Value'],
  'hubspot.csv': ['Phone Number'],
  'ictdialer.csv': [1],
  'indonesian.csv': ['No. HP'],
  'japanese.csv': ['電話番号', '携帯電話'],
  'korean.csv': ['전화번호', '휴대폰'],
  'navaismo.csv': ['Number'],
  'orders.csv': ['Phone'],
  'portuguese.csv': ['Telefone', 'Celular'],
  'russian.csv': ['Номер телефона'],
  'salesforce.csv': ['Phone', 'MobilePhone', 'HomePhone', 'OtherPhone'],
  'spanish.csv': ['Teléfono', 'Móvil'],
  'thai.csv': ['เบอร์โทรศัพท์'],
  'turkish.csv': ['Cep Telefonu'],
  'vicidial.csv': ['phone_number', 'alt_phone'],
  'vietnamese.csv': ['Số điện thoại'],
  'title-row.xlsx': ['手机号'],
  'title-row-40.xlsx': ['手机号'],
  'title-row-merged.xlsx': ['Phone'],
  'title-row-us.xlsx': ['Phone'],
};
