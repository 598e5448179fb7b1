import type { Refusal } from './request-fields.ts';
import type { JsonObject } from './request-fields.ts';
import type { InterfaceName } from '../contract/result-codes.ts';
import { isalesCodes } from './result-codes.ts';
import type { IsalesReason, Locale } from './result-codes.ts';

/** What a CC-iSales interface is given, after signature, VDN and JSON have been checked. */
export interface IsalesCall {
  /** The variable segments of the path, in their order, decoded. */
  readonly ids: readonly string[];
  readonly query: URLSearchParams;
  readonly body: JsonObject;
}

/** One interface of CC-iSales. */
export interface IsalesRoute {
  readonly name: InterfaceName;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Which version of the address; the first, if left out. */
  readonly version?: 'v2';
  /** Whether a success is answered without code and description. */
  readonly bare?: boolean;
  /** Segments below `/rest/isales/v1/openapi/campaigns/{vdnId}`; `*` stands for an identifier. */
  readonly path: readonly string[];
  /** Whether a JSON object is expected. */
  readonly body: boolean;
  /** The reasons its documentation knows; any other is answered as "parameter error". Left out: all. */
  readonly reasons?: readonly IsalesReason[];
  /**
   * How failures are reported. `description`: no resultDesc, returnCode or returnDesc, and English whatever the
   * locale, as appoint/* does for parameters that fail its first check.
   */
  readonly failures: 'resultDesc' | 'description';
  /** Description of success, if it is not just "success". */
  readonly done?: { readonly en_US: string; readonly zh_CN: string };
  /** Does what it is for; returns what the answer has besides code and description. Throws Refusal. */
  readonly run: (call: IsalesCall) => JsonObject;
}

/** The answer of a call that succeeded. */
export function success(route: IsalesRoute, fields: JsonObject, locale: Locale): JsonObject {
  if (route.bare) return fields;
  const { code } = isalesCodes.success;
  const text = (route.done ?? isalesCodes.success)[locale];
  return { returnCode: code, ...fields, resultCode: code, resultDesc: text, returnDesc: text };
}

/** The answer of a call that was refused. */
export function failure(route: IsalesRoute | undefined, refusal: Refusal, locale: Locale): JsonObject {
  const known = route?.reasons === undefined || route.reasons.includes(refusal.reason);
  const entry = isalesCodes[known ? refusal.reason : 'parameter'];
  const business = entry.code.startsWith('04') || entry.code === isalesCodes.database.code;
  if (route?.failures === 'description' && !business) {
    return { resultCode: entry.code, description: `${entry.en_US}: ${refusal.about}` };
  }
  const text = `${entry[locale]}: ${refusal.about}`;
  return { returnCode: entry.code, resultCode: entry.code, resultDesc: text, returnDesc: text };
}
