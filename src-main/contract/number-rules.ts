/**
 * The rules about numbers that a connection's plan cannot dial: a part of the table in template-rules.ts. Warnings,
 * which a plan may make errors (number-plan.ts).
 */
export const numberRules = [
  {
    id: 'number-too-short', // fewer digits than the numbers of the connection's plan that begin so
    column: 'called',
    severity: 'warning',
    expected: 'plan',
    source: 'supervisor',
  },
  {
    id: 'number-too-long', // more digits than they have
    column: 'called',
    severity: 'warning',
    expected: 'plan',
    source: 'supervisor',
  },
  {
    id: 'number-unknown-prefix', // no number of the plan begins so
    column: 'called',
    severity: 'warning',
    expected: 'plan',
    source: 'supervisor',
  },
  {
    id: 'number-foreign', // of another country, which the plan does not call, or may be
    column: 'called',
    severity: 'warning',
    expected: 'plan',
    source: 'supervisor',
  },
  {
    id: 'number-no-area-code', // a fixed line's number, if an area code stood before it
    column: 'called',
    severity: 'warning',
    expected: 'plan',
    source: 'supervisor',
  },
  {
    id: 'number-form', // a number of the plan, but not as it is dialled: +86 or 0 too much, 0 too few
    column: 'called',
    severity: 'warning',
    expected: 'plan',
    source: 'supervisor',
  },
  {
    id: 'number-signs', // * or # in a number that the plan does not name
    column: 'called',
    severity: 'warning',
    expected: 'plan',
    source: 'supervisor',
  },
] as const;

const names: ReadonlySet<string> = new Set(numberRules.map(({ id }) => id));

/** Whether a rule is one of these. */
export const isNumberRule = (rule: string): boolean => names.has(rule);
