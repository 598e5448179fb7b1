import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';
import { numberKind } from '../../src-main/numbering/kinds.ts';
import type { NumberReader } from '../../src-main/numbering/read-number.ts';

/** The library's names of our kinds. */
const names: Readonly<Record<string, number>> = {
  FIXED_LINE: numberKind.fixed,
  MOBILE: numberKind.mobile,
  PREMIUM_RATE: numberKind.premium,
  TOLL_FREE: numberKind.tollFree,
  SHARED_COST: numberKind.sharedCost,
  VOIP: numberKind.voip,
  PERSONAL_NUMBER: numberKind.personal,
  PAGER: numberKind.pager,
  UAN: numberKind.company,
  VOICEMAIL: numberKind.voicemail,
  FIXED_LINE_OR_MOBILE: numberKind.fixedOrMobile,
};

/**
 * How libphonenumber-js reads a number of a country: `kind code national`, or `none` for what it takes for no valid
 * number.
 */
export function libraryReading(written: string, country: string): string {
  const found = parsePhoneNumberFromString(written, {
    defaultCountry: country as CountryCode,
    extract: false,
  });
  if (found?.isValid() !== true) return 'none';
  const kind = names[found.getType() ?? ''] ?? 'unknown kind';
  return `${kind} ${found.countryCallingCode} ${found.nationalNumber}`;
}

/** How our engine reads it, in the same words. */
export function ownReading(written: string, reader: NumberReader): string {
  const isPlus = written.startsWith('+');
  const { kind, code, national } = reader.read(written.replace('+', ''), isPlus);
  return kind === numberKind.none ? 'none' : `${kind} ${code} ${national}`;
}
