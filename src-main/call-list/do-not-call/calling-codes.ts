// Country calling codes (ITU-T E.164, list of assigned codes): those of one and of two digits; every other has three.

const short = new Set(
  (
    '1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 ' +
    '81 82 84 86 90 91 92 93 94 95 98'
  ).split(' '),
);

/** The calling code that an international number (digits, no + and no 00) begins with; '' where no country has it. */
export function callingCodeOf(digits: string): string {
  for (const length of [1, 2]) {
    const code = digits.slice(0, length);
    if (short.has(code)) return code;
  }
  return /^(?:2[1-689]|3[578]|42|5[09]|6[789]|8[0578]|9[679])\d/.test(digits) ? digits.slice(0, 3) : '';
}
