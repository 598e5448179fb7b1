import { callingCodeOf } from './calling-codes.ts';
import { readingsOf } from './number-readings.ts';
import { numbersIn, type FoundNumber } from './numbers-in-text.ts';

/** Where nothing speaks for another country. */
const usual = '86';

/**
 * The calling code of the country that numbers without one belong to. China's, unless fewer than half of the numbers
 * that will be called are whole Chinese ones: then the country that most numbers name, of those with a code; '' where
 * none does.
 *
 * @param called some of the numbers that will be called
 * @param listed some of those that must not be
 */
export function homeCountry(called: readonly string[], listed: readonly FoundNumber[]): string {
  const numbers = called.flatMap((text) => numbersIn(text));
  if (numbers.length === 0) return usual;
  // 1 2xx … is North American; the others with 1 in front look like Chinese mobile numbers.
  const isNorthAmerican =
    numbers.filter(({ digits }) => /^12\d{9}$/.test(digits)).length >= numbers.length * 0.05;
  // 0151 1234 5671 is German as much as Chinese; hardly anyone in China writes a 0 before a mobile number.
  const isElsewhere = [...numbers, ...listed].some(
    ({ digits, international }) => international && callingCodeOf(digits) !== usual,
  );
  const chinese = numbers.filter(
    (number) =>
      readingsOf(number, usual)[0]?.country === usual &&
      !(isElsewhere && /^01[3-9]\d{9}$/.test(number.digits)),
  ).length;
  if (!isNorthAmerican && chinese * 2 >= numbers.length) return usual;
  const votes = new Map<string, number>();
  for (const { digits, international } of [...numbers, ...listed]) {
    const isNational = !international && (digits.startsWith('0') || digits.length < 11);
    const code = isNational ? '' : callingCodeOf(digits);
    if (code !== '') votes.set(code, (votes.get(code) ?? 0) + 1);
  }
  const [most] = [...votes].sort(([, a], [, b]) => b - a);
  return most?.[0] ?? '';
}
