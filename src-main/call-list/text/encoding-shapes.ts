import type { TextEncodingName } from '../../contract/call-list.ts';

/**
 * How much bytes look like a text in an encoding, from 0 to 1: the share of what is not ASCII that people who write in
 * it use often. Every byte or pair that the encoding does not have counts against it.
 */
type Shape = (bytes: Buffer) => number;

/** What a pair of bytes counts for, 0 to 1; negative where there is no such character. */
type PairWorth = (lead: number, trail: number) => number;

/** For encodings of one byte for ASCII and two for anything else. */
const ofPairs =
  (worth: PairWorth, single: (byte: number) => number = () => -1): Shape =>
  (bytes) => {
    let sum = 0;
    let count = 0;
    for (let p = 0; p < bytes.length; p += 1) {
      const lead = bytes[p] as number;
      if (lead < 0x80) continue;
      const alone = single(lead);
      count += 1;
      if (alone >= 0) {
        sum += alone;
        continue;
      }
      const trail = bytes[p + 1] ?? 0;
      const value = worth(lead, trail);
      sum += value;
      // What is no pair may be one damaged byte: the next is looked at by itself.
      if (value >= 0) p += 1;
    }
    return count === 0 ? 0 : sum / count;
  };

const isBetween = (value: number, from: number, to: number): boolean => value >= from && value <= to;
const isHigh = (trail: number): boolean => isBetween(trail, 0xa1, 0xfe);
/** Characters that exist, and that hardly anybody writes. */
const rare = 0.1;

/** GB 2312 is sorted by use: the first 3,755 characters are nearly all that is written; then GBK's and the others. */
const gb18030 = ofPairs((lead, trail) => {
  if (lead === 0x80 || lead === 0xff) return -1;
  if (isBetween(trail, 0x30, 0x39)) return rare; // the first half of four bytes
  if (trail < 0x40 || trail === 0x7f || trail === 0xff) return -1;
  if (!isHigh(trail) || lead < 0xa1) return rare;
  if (isBetween(lead, 0xb0, 0xd7) || lead === 0xa1 || lead === 0xa3) return 1;
  return isBetween(lead, 0xd8, 0xf7) ? 0.5 : rare;
});

/** Big5 is sorted by use as well. */
const big5 = ofPairs((lead, trail) => {
  if (!isBetween(trail, 0x40, 0x7e) && !isHigh(trail)) return -1;
  if (isBetween(lead, 0xa1, 0xc6)) return 1;
  if (isBetween(lead, 0xc9, 0xf9)) return 0.4;
  return isBetween(lead, 0x87, 0xfe) ? 0 : -1;
});

const shiftJis = ofPairs(
  (lead, trail) => {
    if (!isBetween(trail, 0x40, 0xfc) || trail === 0x7f) return -1;
    if (lead === 0x82 || (lead === 0x83 && trail <= 0x96)) return 1; // kana, full-width letters
    if (lead === 0x81) return 0.9;
    if (isBetween(lead, 0x88, 0x97)) return 0.95;
    if (isBetween(lead, 0x98, 0x9f) || isBetween(lead, 0xe0, 0xea)) return 0.3;
    return isBetween(lead, 0x81, 0xfc) ? rare : -1;
  },
  // Katakana of half the width, one byte each.
  (byte) => (isBetween(byte, 0xa1, 0xdf) ? 0.4 : -1),
);

const eucJp = ofPairs((lead, trail) => {
  if (lead === 0x8e) return isBetween(trail, 0xa1, 0xdf) ? 0.4 : -1;
  if (!isHigh(trail)) return -1;
  if (lead === 0xa4 || lead === 0xa5) return 1; // kana
  if (isBetween(lead, 0xb0, 0xcf)) return 0.9;
  if (lead === 0xa1 || lead === 0xa3) return 0.8;
  return isBetween(lead, 0xd0, 0xf4) ? 0.3 : 0;
});

/** Syllables that stand in nearly every Korean text and name; what GB 2312 has in their places is written as often as anything. */
const commonSyllables = new Set(
  Array.from(
    '이가는다의에을를고하지은기도로사나리자아인서시어한정수대일그스해있것여부장주전보으과니상원제성구동만소우조들치구라신오요관게선문공유미안연적개김박최강윤임황송권류홍준민영진현경호규석철재희혜숙옥순길봉남북화고객전름명번회세용무비교방',
  ),
);

const hangul = ofPairs((lead, trail) => {
  if (isHigh(trail) && isBetween(lead, 0xb0, 0xc8)) return 1;
  if (isHigh(trail) && (lead === 0xa1 || lead === 0xa3)) return 0.9;
  if (isHigh(trail)) return isBetween(lead, 0xca, 0xfd) ? 0.2 : 0;
  const isExtension =
    isBetween(trail, 0x41, 0x5a) || isBetween(trail, 0x61, 0x7a) || isBetween(trail, 0x81, 0xa0);
  return isBetween(lead, 0x81, 0xc6) && isExtension ? rare : -1;
});

/** So many may be common ones by chance. */
const fewSyllables = 10;

/** Hangul lies where the first half of GB 2312's characters does, so that it must be the usual syllables as well. */
const eucKr: Shape = (bytes) => {
  const shape = hangul(bytes);
  if (shape < 0.7) return shape;
  const syllables = Array.from(new TextDecoder('euc-kr').decode(bytes)).filter((c) => c >= '가' && c <= '힣');
  const common = syllables.filter((syllable) => commonSyllables.has(syllable)).length;
  // Of GB 2312's, a twentieth would be among them by chance; of Korean, more than half are.
  const isKorean = common / Math.max(1, syllables.length) > 0.35;
  return shape * (isKorean ? (syllables.length < fewSyllables ? 1.1 : 1.3) : 0.5);
};

/** For encodings of one byte a character, in scripts that are written with nothing but letters from the upper half. */
const ofLetters =
  (encoding: TextEncodingName, common: string, others: string): Shape =>
  (bytes) => {
    const worth = new Map<string, number>();
    for (const letter of others) worth.set(letter, 0.6);
    for (const letter of common) worth.set(letter, 1);
    let sum = 0;
    let count = 0;
    let before = '';
    for (const character of new TextDecoder(encoding).decode(bytes)) {
      if (character < '\u0080') {
        before = '';
        continue;
      }
      count += 1;
      sum += worth.get(character) ?? (character === '\ufffd' || character < '\u00a0' ? -1 : 0);
      // A capital behind a small letter is how one encoding's text looks in another.
      if (isSmall(before) && isCapital(character)) sum -= 1;
      before = character;
    }
    return count === 0 ? 0 : sum / count;
  };

const isSmall = (letter: string): boolean => letter !== letter.toUpperCase();
const isCapital = (letter: string): boolean => letter !== letter.toLowerCase();

/** For Latin letters with marks: they stand by ones and twos among ASCII. */
const ofMarkedLetters =
  (encoding: TextEncodingName, letters: string, signs = '€£°§«»‘’“”–—…·©®º'): Shape =>
  (bytes) => {
    const known = new Set([...Array.from(letters), ...Array.from(letters.toUpperCase()), 'ß']);
    const alsoKnown = new Set(Array.from(signs));
    let sum = 0;
    let count = 0;
    let run = 0;
    for (const character of new TextDecoder(encoding).decode(bytes)) {
      if (character < '\u0080') {
        run = 0;
        continue;
      }
      count += 1;
      run += 1;
      if (character === '\ufffd' || character < '\u00a0') sum -= 1;
      else if (run > 2) sum -= 0.5;
      else if (known.has(character)) sum += 1;
      else if (alsoKnown.has(character)) sum += 0.6;
    }
    return count === 0 ? 0 : sum / count;
  };

/** What may be meant by bytes that are no UTF-8; of two that look alike, the one in front is the likelier. */
export const encodingShapes: readonly (readonly [encoding: TextEncodingName, shape: Shape])[] = [
  ['gb18030', gb18030],
  ['big5', big5],
  ['shift_jis', shiftJis],
  ['euc-kr', eucKr],
  ['euc-jp', eucJp],
  ['windows-1252', ofMarkedLetters('windows-1252', 'àáâãäåæçèéêëìíîïñòóôõöøœùúûüÿ')],
  ['windows-1250', ofMarkedLetters('windows-1250', 'ąćęłńóśźżáčďéěíňřšťúůýžôľĺŕäöüőűăâîșțşţđ')],
  ['windows-1254', ofMarkedLetters('windows-1254', 'ğışİçöüâîû')],
  [
    'windows-1251',
    ofLetters('windows-1251', 'оеаинтсрвлкмдпуяыьгзбчйхжш', 'юцщэфъёіїєґўАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЭЮЯІЇЄ№'),
  ],
  [
    'windows-1253',
    ofLetters('windows-1253', 'αοιετσνηυρπκμλςωγδχθάίόέήώύ', 'βφξζψϊϋΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏ'),
  ],
  ['windows-1255', ofLetters('windows-1255', 'יוהלאמרתשבנםדחקפ', 'עטכגצזסןךףץ־״׳')],
  ['windows-1256', ofLetters('windows-1256', 'ايلمنوردبةتعسهحفكقأش', 'جصطخضغزثذظىئءؤإآپچژگ،؟')],
  ['windows-874', ofLetters('windows-874', 'านรกอเ่ดง้มวยลสตทีิะบคัปพ', 'ขฃฅฆจฉชซฌญฎฏฐฑฒณถธผฝฟภฤฦศษหฬฮฯาำึืฺุูแโใไๅๆ็๊๋์ํ')],
];
