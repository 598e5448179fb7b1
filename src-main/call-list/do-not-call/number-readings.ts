import { callingCodeOf } from './calling-codes.ts';
import { isChineseFixed, isChineseMobile, isChineseNational } from './chinese-numbers.ts';

/** A phone number as it was written, without what it was dressed in. */
export interface WrittenNumber {
  /** Digits (or * and #); without + and without the 00 of an international number. */
  readonly digits: string;
  /** It was written with its country's code, and said so: + or 00. */
  readonly international: boolean;
}

/**
 * What a number may be. Two numbers are the same if they have a reading in common. `country` is a calling code,
 * '' where it is not known; `national` is the number within the country, without a trunk prefix.
 */
export interface Reading {
  readonly country: string;
  readonly national: string;
  /** Far from certain: the same only as a number of which the country is known to be this one. */
  readonly unlikely?: true;
}

/** Below this many digits a number is no national one: a service or a local number, which is itself and no other. */
const leastNational = 8;
/** A number without + has its country's code in front only if it is at least this long. */
const leastWithCode = 11;
const longestInternational = 15;
const northAmerican = /^1[2-9]\d\d[2-9]\d{6}$/;

/** Takes digits apart: a leading 00 is as good as a +, unless a Chinese mobile number was written with zeros in front. */
export function writtenNumber(digits: string, plus: boolean): WrittenNumber {
  const bare = plus ? digits.replace(/^0+/, '') : digits;
  if (plus) return { digits: bare, international: true };
  if (!/^00[1-9]\d{7,}$/.test(digits)) return { digits, international: false };
  const rest = digits.slice(2);
  if (isChineseMobile(rest) && !northAmerican.test(rest)) return { digits: rest, international: false };
  return { digits: rest, international: true };
}

/**
 * The readings of a number, the likeliest first.
 *
 * @param home the calling code of the country that numbers without a code belong to
 */
export function readingsOf({ digits, international }: WrittenNumber, home: string): Reading[] {
  // As nearly all numbers of nearly all lists.
  if (!international && home === '86' && isChineseMobile(digits) && !northAmerican.test(digits))
    return [{ country: '86', national: digits }];
  if (!/^\d+$/.test(digits)) return [{ country: '', national: digits }];
  if (international) return internationalReadings(digits);
  if (digits.length < leastNational) {
    return [{ country: '', national: digits }, ...(home === '' ? [] : [{ country: home, national: digits }])];
  }
  return home === '86' || home === '' ? chineseReadings(digits) : nationalReadings(digits, home);
}

function internationalReadings(digits: string): Reading[] {
  const country = callingCodeOf(digits);
  if (country === '') return [{ country: '', national: digits }];
  let national = withoutTrunk(digits.slice(country.length));
  // Some lists have the code twice.
  if (country === '86' && national.startsWith('86') && isChineseNational(withoutTrunk(national.slice(2)))) {
    national = withoutTrunk(national.slice(2));
  }
  const readings: Reading[] = [{ country, national }];
  if (country === '1' && isChineseMobile(digits)) {
    readings.push({ country: '86', national: digits, unlikely: true });
  }
  return readings;
}

function chineseReadings(digits: string): Reading[] {
  const withoutCode = withoutTrunk(digits.replace(/^0?(?:86)+(?=\d{10})/, ''));
  if (withoutCode.length < digits.length - 1 && isChineseNational(withoutCode)) {
    return [{ country: '86', national: withoutCode }];
  }
  const national = withoutTrunk(digits);
  if (isChineseMobile(national)) {
    const readings: Reading[] = [{ country: '86', national }];
    // 1 312 555 0143 has the digits of 131 2555 0143.
    if (northAmerican.test(digits)) {
      readings.push({ country: '1', national: digits.slice(1), unlikely: true });
    }
    return readings;
  }
  if (digits.startsWith('0') && isChineseFixed(national)) return [{ country: '86', national }];
  const isFixed = isChineseFixed(digits);
  return [
    ...(isFixed ? [{ country: '86', national: digits }] : []),
    { country: '', national },
    ...withCodeInFront(digits, isFixed),
  ];
}

function nationalReadings(digits: string, home: string): Reading[] {
  if (digits.startsWith(home) && digits.length >= home.length + leastNational) {
    const rest = withoutTrunk(digits.slice(home.length));
    if (rest.length >= leastNational && digits.length >= leastWithCode) {
      return [
        { country: home, national: rest },
        { country: '', national: digits },
      ];
    }
  }
  const national = withoutTrunk(digits);
  return [
    { country: home, national },
    ...(isChineseMobile(national) ? [{ country: '86', national }] : []),
    ...withCodeInFront(digits, true),
  ];
}

/** The number as one that begins with its country's code, though nothing says so. */
function withCodeInFront(digits: string, isUnlikely: boolean): Reading[] {
  const unlikely = isUnlikely ? { unlikely: true as const } : {};
  const readings: Reading[] = [];
  const country = callingCodeOf(digits);
  if (country !== '' && digits.length >= leastWithCode && digits.length <= longestInternational) {
    readings.push({ country, national: withoutTrunk(digits.slice(country.length)), ...unlikely });
  }
  // Within Russia and Kazakhstan the trunk prefix is 8: 8 916 … is +7 916 …
  if (/^8[3-9]\d{9}$/.test(digits))
    readings.push({ country: '7', national: digits.slice(1), unlikely: true });
  return readings;
}

/** Without the 0 that is dialled within the country, where a whole number is left. */
function withoutTrunk(digits: string): string {
  const rest = digits.replace(/^0+/, '');
  return rest.length >= leastNational ? rest : digits;
}
