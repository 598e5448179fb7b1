import { isMissingText } from '../error-texts.ts';
import { normalHeader } from './header-names.ts';
import { areWholeNumbers } from './value-shapes.ts';

const wordsOf = (lines: readonly string[]): ReadonlySet<string> =>
  new Set(lines.flatMap((line) => line.split(' ')));

/** What a column is called that says of each customer that they must not be called, in the form of `normalHeader`. */
const names = wordsOf([
  'donotcall donotcalls donotphone donotcontact dontcall dnc nocall nocalls donotdial notocall nottocall',
  'optout optedout phoneoptout calloptout hasoptedoutofcall hasoptedoutofcalls blacklist blacklisted blocklist',
  '免打扰 勿扰 请勿打扰 请勿致电 请勿呼叫 勿呼 勿拨 禁呼 禁止呼叫 禁拨 禁止拨打 禁止外呼 不可呼叫 不可致电 禁止致电',
  '拒绝来电 谢绝来电 拒绝回访 谢绝推销 黑名单 免訪 請勿致電 請勿打擾 勿擾 黑名單 拒絕來電 禁止撥打',
  '拒访 拒接 拒呼 拒绝联系 拒绝外呼 拒绝电话 拒绝致电 不接受来电 不接受外呼 拒訪 拒絕聯絡 投诉名单',
  'dnd donotdisturb nodisturb dncr ndnc ndncr tps tpsregistered ctps optoutdate optouttime optedoutat optedouton dncdate',
  'bloctel robinson robinsonliste listarobinson anrufsperre telefonsperre kontaktsperre nocontact nocontactar nollame nomolestar nãocontatar 전화거부 연락거부',
  '電話禁止 架電禁止 架電不可 電話不可 連絡不可 架電拒否 電話拒否 架電ng 電話ng 통화거부 통화금지 연락불가 연락금지 전화금지 수신거부 незвонить nepasappeler nollamar nichtanrufen',
  'nãoligar naoligar nonchiamare nietbellen aramayın aranmasın janganhubungi khônggọi ห้ามโทร لاتتصل',
]);
const before = /^(?:is|has|on|customer|client|contact|客户|用户|是否|为|在)+/;
const behind =
  /(?:flag|status|list|listed|reason|mark|yn|标记|标志|标识|状态|名单|原因|客户|用户|號碼|号码)$/;

/** The same in Chinese, put together of what must not be done and what it is. */
const calling =
  '(?:拨打|拨|呼叫|呼出|呼|致电|来电|打电话|电话|外呼|联系|回访|打扰|骚扰|推销|营销|撥打|撥|致電|來電|打電話|電話|聯絡|聯繫|打擾|騷擾|推銷)' +
  '(?:联系|营销|外呼|回访|客户)?';
const forbidding =
  '(?:请勿|勿|请不要|不要|请别|别|禁止|严禁|禁|不可以|不可|不能|不得|不宜|不允许|不准|不同意|不愿意|不愿|不接受|不希望|未授权|未同意|未允许|拒绝|谢绝|' +
  '請勿|請不要|請別|別|嚴禁|不允許|不準|不願意|不願|拒絕|謝絕)(?:再|被)?';
const forbidden = new RegExp(`^${forbidding}${calling}$`);

/** What a column is called that says the opposite: that the customer may be called. */
const consents = wordsOf([
  'consenttocall callconsent phoneconsent maycall maybecalled cancall canbecalled oktocall allowcall allowcalls',
  'permissiontocall permissiontophone permissiontocontact contactable cancontact maycontact contactallowed phoneallowed',
  'allowcalling callallowed callsallowed callable callpermission phonepermission phoneoptin calloptin',
  '可否致电 是否可致电 可致电 可否呼叫 是否可呼叫 可呼叫 可否拨打 是否可拨打 可拨打 允许致电 是否允许致电 允许呼叫 是否允许呼叫',
  '允许联系 是否允许联系 同意致电 是否同意致电 是否同意联系 接受来电 是否接受来电 可以致电 是否可以致电 是否可以联系 可否致電 是否可致電',
]);

const allowed = new RegExp(
  `^(?:客户|用户|客戶|用戶)?(?:可否|能否|(?:是否|有无)?(?:可以|可|允许|同意|接受|能|愿意|准许|授权|允許|願意|授權))(?:被)?${calling}$|^${calling}(?:授权|许可|授權|許可)$`,
);

/** What a column is called that may say so among other things. */
const remarks = wordsOf([
  'status phonestatus numberstatus callstatus leadstatus contactstatus customerstatus disposition dispo calldisposition callresult result',
  'tag tags label labels note notes remark remarks comment comments 状态 客户状态 呼叫状态 线索状态 名单状态 标签 客户标签',
  '呼叫结果 通话结果 外呼结果 备注 狀態 標籤 備註 外呼状态 拨打结果 拨打状态 跟进状态 跟进结果 客户备注 outcome calloutcome resultcode',
]);
const latest = /^(?:last|latest|final|previous|上次|最近|最后|最終)+/;
const refusals = wordsOf([
  'dnc dncl dncc donotcall donotcalls donotcontact donotphone dontcall optout optedout blacklist blacklisted',
  '禁呼 免打扰 勿扰 请勿致电 请勿打扰 请勿呼叫 不要致电 拒绝来电 黑名单 勿拨 勿呼 禁止呼叫 禁止致电 請勿致電 請勿打擾 黑名單',
]);

/** How a refusal is told in a remark: the customer asks not to be called again. */
const told = new RegExp(
  `^(?:客户|用户|客戶|用戶|对方|對方|本人|要求|表示|明确|多次|强烈|已|说|請|请)*${forbidding}(?:打|${calling})(?:了|我|他|她|电话|電話)*$`,
);

const toldInEnglish =
  /^(?:customer|client|please|pls|has|asked|asks|requested|requests|wants|us|to|said|says)*(?:donotcall|dontcall|nottobecalled|nottocall|stopcalling|donotcontact|dontcontact|nevercall|donotphone)(?:again|anymore|ever|back|him|her|me|them|this|the|customer|number)*$/;

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

/** What a customer's mark says: they may be called, they may not, or it is unclear what is meant. */
export type Mark = 'may-be-called' | 'must-not' | 'unclear';

/** Reads a mark. An empty one says that nothing stands against a call; a day is the day on which somebody said so. */
export function readMark(text: string): Mark {
  const plain = text.slice(0, 100).normalize('NFKC').trim().toLowerCase();
  if (plain === '' || no.has(plain) || isMissingText(text)) return 'may-be-called';
  if (yes.has(plain.replaceAll(' ', ''))) return 'must-not';
  return /^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}|^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}/.test(plain)
    ? 'must-not'
    : 'unclear';
}

/** A column (from 0) in which a list says whom not to call, and how. */
export interface MarkColumn {
  readonly column: number;
  /** A mark against a call, one for it, or a text that may be a refusal among others. */
  readonly says: 'must-not' | 'may' | 'remark';
}

/** What a list says in one of its columns of one customer. */
export function markOf({ says }: Pick<MarkColumn, 'says'>, text: string): Mark {
  if (says === 'must-not') return readMark(text);
  if (says === 'remark') return isRefusal(text) ? 'must-not' : 'may-be-called';
  // Nothing said of a consent is no refusal; a day is the day on which it was given.
  const mark = readMark(text);
  if (text.trim() === '' || mark === 'must-not') return 'may-be-called';
  return mark === 'unclear' ? 'unclear' : 'must-not';
}

/** In characters: what is longer is a sentence, which may be about anything. */
const longestRefusal = 60;

function isRefusal(text: string): boolean {
  if (text.length > longestRefusal) return false;
  return text.split(/[,;|/、，；。！!()（）]|\s[-–—]\s/u).some((part) => {
    const plain = normalHeader(part);
    return refusals.has(plain) || told.test(plain) || toldInEnglish.test(plain);
  });
}

/** The columns in which a list says of each customer whether they may be called. */
export function markColumnsOf(
  headers: readonly string[],
  sample: readonly (readonly string[])[],
): MarkColumn[] {
  return headers.flatMap((header, column): MarkColumn[] => {
    const name = normalHeader(header.slice(0, 200));
    if (remarks.has(name) || remarks.has(name.replace(latest, ''))) return [{ column, says: 'remark' }];
    if (consents.has(name) || allowed.test(name)) return [{ column, says: 'may' }];
    if (!isMarkName(name)) return [];
    // Numbers under such a name are not marks.
    const values = sample.map((row) => row[column] ?? '').filter((value) => value.trim() !== '');
    return areWholeNumbers(values) ? [] : [{ column, says: 'must-not' }];
  });
}

function isMarkName(name: string): boolean {
  const bare = name.replace(behind, '');
  return [name, bare, name.replace(before, ''), bare.replace(before, '')].some(
    (form) => names.has(form) || forbidden.test(form),
  );
}
