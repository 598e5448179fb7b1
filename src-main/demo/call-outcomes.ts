/** How a call ends in the demo system. */
export interface CallOutcome {
  /** Of the vendor's page 1139; `00000` is success. */
  readonly failCode: string;
  /** The code that the call centre shows for it, and the name it has given to that. */
  readonly resultCode: string;
  readonly displayResult: string;
  /** How many of a hundred calls. */
  readonly share: number;
}

const outcome = (
  share: number,
  failCode: string,
  resultCode: string,
  displayResult: string,
): CallOutcome => ({
  share,
  failCode,
  resultCode,
  displayResult,
});

const succeeded = outcome(58, '00000', 'OB00000', '呼叫成功');

/**
 * Outcomes of all kinds. Several failure codes may share a display code; one of them stands in no document (01153), and
 * one has no name of the call centre's own.
 */
export const callOutcomes: readonly CallOutcome[] = [
  succeeded,
  outcome(9, '00147', 'OB00001', '无人接听'),
  outcome(3, '00146', 'OB00001', '无人接听'),
  outcome(2, '01040', 'OB00001', '无人接听'),
  outcome(7, '00145', 'OB00002', '用户忙'),
  outcome(1, '00537', 'OB00002', '用户忙'),
  outcome(4, '00208', 'OB00003', '关机'),
  outcome(2, '00548', 'OB00003', '关机'),
  outcome(2, '00549', 'OB00004', '不在服务区'),
  outcome(3, '00538', 'OB00005', '空号或错号'),
  outcome(1, '00209', 'OB00006', '停机'),
  outcome(3, '00149', 'OB00007', '客户拒接'),
  outcome(1, '00604', 'OB00007', '客户拒接'),
  outcome(1, '00531', 'OB00008', '客户挂机'),
  outcome(1, '00263', 'OB00009', '答录机'),
  outcome(1, '00701', 'OB99999', ''),
  outcome(1, '01153', 'OB99999', ''),
];

/** The outcome that a number from 0 to 1 stands for. */
export function outcomeOf(chance: number): CallOutcome {
  let left = chance * 100;
  for (const candidate of callOutcomes) {
    left -= candidate.share;
    if (left < 0) return candidate;
  }
  return succeeded;
}

/** The display codes that have a name, each once, as the call centre lists them. */
export const namedResults = [
  ...new Map(
    callOutcomes
      .filter(({ displayResult }) => displayResult !== '')
      .map(({ resultCode, displayResult }) => [resultCode, displayResult]),
  ),
].map(([resultCode, displayResult], index) => ({ displayResult, resultCode, defId: String(1001 + index) }));

/** A call of a record. */
export interface MadeCall {
  readonly called: string;
  readonly outcome: CallOutcome;
}

/**
 * The calls that a record leads to: its numbers are tried one after the other until one is answered.
 * @param chance from 0 to 1, of each attempt
 */
export function callsOf(numbers: readonly string[], chance: (attempt: number) => number): MadeCall[] {
  const made: MadeCall[] = [];
  for (const [attempt, called] of numbers.entries()) {
    const found = outcomeOf(chance(attempt));
    made.push({ called, outcome: found });
    if (found === succeeded) break;
  }
  return made;
}

export const isSuccess = (found: CallOutcome): boolean => found === succeeded;
