/** The rules about cells that have no value, or may have none: a part of the table in template-rules.ts. */
export const valueRules = [
  {
    id: 'cell-error', // the cell shows #N/A, #REF! … : its formula failed, so there is no value to send
    column: 'any',
    severity: 'error',
    expected: 'value',
    source: 'supervisor',
  },
  {
    id: 'error-text', // #N/A, ##### … as a text, where a list was saved as text or pasted: perhaps meant, hardly ever
    column: 'any',
    severity: 'warning',
    expected: 'value',
    source: 'supervisor',
  },
  {
    id: 'missing-text', // NULL, N/A, nan … : what a database or a program writes where there is no value; or a name
    column: 'any',
    severity: 'warning',
    expected: 'value',
    source: 'supervisor',
  },
  {
    id: 'formula-no-value', // a formula whose result the writing program has not stored: only Excel can tell it
    column: 'any',
    severity: 'error',
    expected: 'value',
    source: 'supervisor',
  },
  {
    id: 'cell-unreadable', // not what the workbook says it is: a number that is none, a text that is not there
    column: 'any',
    severity: 'error',
    expected: 'value',
    source: 'supervisor',
  },
] as const;
