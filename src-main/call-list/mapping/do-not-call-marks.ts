import { normalHeader } from './header-names.ts';

/** What a column is called that says of each customer whether they may be called, in the form of `normalHeader`. */
const names = new Set(
  [
    'donotcall donotcalls donotphone donotcontact dontcall dnc dncflag dncstatus isdnc nocall nocalls donotcallflag',
    'optout optedout phoneoptout calloptout hasoptedoutofcall hasoptedoutofcalls blacklist blacklisted isblacklisted',
    '免打扰 是否免打扰 勿扰 请勿打扰 请勿致电 请勿呼叫 勿呼 勿拨 禁呼 是否禁呼 禁止呼叫 是否禁止呼叫 禁拨 禁止拨打 不可呼叫',
    '拒绝来电 谢绝来电 拒绝回访 谢绝推销 黑名单 是否黑名单 免訪 請勿致電 請勿打擾 勿擾 黑名單 拒絕來電',
    '電話禁止 架電禁止 架電ng 電話ng 연락금지 전화금지 수신거부 незвонить nepasappeler nollamar nichtanrufen',
    'nãoligar naoligar nonchiamare nietbellen aramayın aranmasın janganhubungi khônggọi ห้ามโทร لاتتصل',
  ].flatMap((line) => line.split(' ')),
);

const no = new Set(
  [
    '0 0.0 false f no n none null off na n/a - -- — – no. 否 非 无 無 不 不是 未 可呼叫 可拨打 正常 允许 允許',
    'нет non nein não nao nee hayır hayir tidak không khong ไม่ لا いいえ 아니오 아니요',
  ].flatMap((line) => line.split(' ')),
);
const yes = new Set(
  [
    '1 1.0 true t yes y x on ✓ √ ✔ ☑ ● ○ dnc donotcall 是 对 有 已 禁呼 免打扰 勿扰 拒绝 黑名单 不可呼叫',
    'да oui ja sí si sim evet ya có co ใช่ نعم はい 예 네',
  ].flatMap((line) => line.split(' ')),
);

/** What a customer's mark says: they may be called, they may not, or nobody knows what is meant. */
export type Mark = 'may-be-called' | 'must-not' | 'unclear';

/** Reads a mark. An empty one says that nothing stands against a call; a day is the day on which somebody said so. */
export function readMark(text: string): Mark {
  const plain = text.slice(0, 100).normalize('NFKC').trim().toLowerCase();
  if (plain === '' || no.has(plain)) return 'may-be-called';
  if (yes.has(plain.replaceAll(' ', ''))) return 'must-not';
  return /^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}|^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}/.test(plain)
    ? 'must-not'
    : 'unclear';
}

/**
 * Whether a column says of each customer that they must not be called: by its name, and by values that are marks. A
 * list of numbers under such a name is none.
 */
export function isMarkColumn(header: string, values: readonly string[]): boolean {
  if (!names.has(normalHeader(header))) return false;
  const clear = values.filter((value) => readMark(value) !== 'unclear').length;
  return clear >= values.length * 0.8;
}

/** The column (from 0) with the marks of a list; -1 where it has none. */
export function markColumnOf(headers: readonly string[], sample: readonly (readonly string[])[]): number {
  return headers.findIndex((header, column) =>
    isMarkColumn(
      header,
      sample.map((row) => row[column] ?? ''),
    ),
  );
}
