import type { FileToken } from '../../src-main/contract/app.ts';
import type {
  CheckRequest,
  CheckSummary,
  DuplicatePolicy,
  SourceInfo,
} from '../../src-main/contract/call-list.ts';
import type { CalledBeforeChoice } from '../../src-main/contract/called-before.ts';
import type { CallingHours } from '../../src-main/contract/calling-hours.ts';
import type { KeptList } from '../../src-main/contract/do-not-call.ts';
import type { Mapping } from '../../src-main/contract/mapping.ts';
import type { NumberPlan } from '../../src-main/contract/number-plan.ts';

/** What the supervisor may choose before a check. */
export interface CheckChoices {
  readonly ivr: boolean;
  readonly duplicates: DuplicatePolicy;
  /** Rows that the workbook hides are not sent. */
  readonly leaveOutHidden: boolean;
  /** Customers whom the list marks as not to be called are called all the same. */
  readonly callMarked: boolean;
  /** A picked file with numbers that must not be called. */
  readonly doNotCall: FileToken | null;
  /** Which lists of the library are applied, by their IDs; null: those that are applied by default. */
  readonly doNotCallLists: readonly string[] | null;
  /** What happens to numbers that were sent before; what is left out is as it was for the connection last. */
  readonly calledBefore: Partial<CalledBeforeChoice>;
}

/** What is chosen until the supervisor chooses otherwise. */
export const usualChoices: CheckChoices = {
  ivr: false,
  duplicates: 'first',
  leaveOutHidden: false,
  callMarked: false,
  doNotCall: null,
  doNotCallLists: null,
  calledBefore: {},
};

/** What a check depends on besides the file and the choices. */
export interface CheckContext {
  /** Null for a list in template form. */
  readonly mapping: Mapping | null;
  /** The connection whose earlier imports the list is compared with; null where there is none. */
  readonly connectionId: string | null;
  readonly numberPlan: NumberPlan | undefined;
  readonly callingHours: CallingHours | undefined;
}

/** What is asked of main: the choices, for the source as it is read now. */
export function checkRequest(
  choices: CheckChoices,
  source: SourceInfo | null,
  context: CheckContext,
): CheckRequest {
  const { sheet = null, encoding, delimiter, headerRow } = source ?? {};
  const { ivr, duplicates, leaveOutHidden, callMarked, doNotCall, doNotCallLists, calledBefore } = choices;
  const { mapping, connectionId, numberPlan, callingHours } = context;
  return {
    ivr,
    duplicates,
    ...(headerRow !== undefined && { headerRow }),
    ...(leaveOutHidden && { leaveOutHidden }),
    ...(callMarked && { callMarked }),
    ...(doNotCall && { doNotCall: doNotCall.token }),
    ...(doNotCallLists && { doNotCallLists: [...doNotCallLists] }),
    ...(connectionId !== null && { calledBefore: { ...calledBefore, connectionId } }),
    ...(mapping && { mapping }),
    ...(numberPlan && { numberPlan }),
    ...(callingHours && { callingHours }),
    ...(sheet !== null && { sheet }),
    ...(encoding && { encoding }),
    ...(delimiter && { delimiter }),
  };
}

/**
 * Whether other do-not-call lists of the library would be applied now than those that a check went by, or newer ones.
 *
 * @param chosen as in `CheckChoices`
 */
export function appliesOthers(
  library: readonly KeptList[],
  applied: CheckSummary['doNotCallLists'],
  chosen: readonly string[] | null,
): boolean {
  return (
    applied.some(({ id, fault, facts }) => {
      const now = library.find((list) => list.id === id);
      return now?.fault !== fault || (fault === null && now.facts?.readAt !== facts?.readAt);
    }) ||
    (chosen === null && library.some((list) => list.applied && !applied.some(({ id }) => id === list.id)))
  );
}
