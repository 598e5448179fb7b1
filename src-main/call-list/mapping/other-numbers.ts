import { normalHeader } from './header-names.ts';
import { stripFormatting } from './strip-formatting.ts';

const wordsOf = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => line.split(' ').map(normalHeader));

/** Words that say that a column's numbers are not to be called, wherever they stand in its name. */
const within = wordsOf([
  'order account invoice iban card time zip postcode postal amount price timestamp serial barcode imei iccid passport',
  'contract policy tracking waybill batch wechat license licence ssn taxid sku quantity balance salary',
  '编号 序号 单号 订单 卡号 账号 帐号 证 日期 时间 时间戳 金额 邮编 邮政 合同 保单 条码 条形码 税号 护照 工号 学号 会员 批次 微信 车牌 余额',
  '編號 序號 單號 訂單 卡號 帳號 賬號 證 時間 金額 郵遞區號 郵編 合約 保單 條碼 稅號 護照 會員 統編',
  'заказ счет счёт договор инн снилс огрн паспорт индекс карт дата время сумма замовлення рахунок',
  '주문 계좌 우편 주민 사업자 회원 카드 날짜 금액 注文 口座 会員 伝票 免許 契約 日付',
  'bestell rechnung konto kundennr kundennummer vertrag auftrag postleitzahl ausweis steuernummer',
  'commande facture compte contrat siret siren montant pedido factura cuenta contrato cédula cedula monto',
  'fatura cnpj nota-fiscal codigo código zamówieni faktur rekening pesanan tagihan sipariş kimlik hesap vergi',
  'זהות αφμ αμκα henkilötunnus hetu personnummer fødselsnummer orgnummer cpr-nummer rodné-číslo adószám іпн рнокпп єдрпоу',
  'आधार کدملی شناختی আধার егн cnp regon ičo',
  'đơn tài-khoản hóa-đơn hợp-đồng الطلب الحساب الهوية الفاتورة القومي รหัส บัตร ออเดอร์ เลขที่ บัญชี',
]);
/** Words that say so only as a whole, or at the end. */
const alone = new Set(
  wordsOf([
    'no id ts vat conta qq dni rfc curp cpf rg cep nip pesel nik ktp npwp nif cif cmnd cccd plz bsn pan aadhaar gstin upc ean isbn iin inn',
    'pin kode-pos kodepos post',
  ]),
);

/** Whether a column's name says that its numbers are not to be called. */
export function isOtherNumber(header: string): boolean {
  const name = normalHeader(header);
  return /id$|time|date|no$/.test(name) || alone.has(name) || within.some((word) => name.includes(word));
}

/** Whether it says so beyond doubt, even of numbers that look like telephone numbers: an order's, not just an ID. */
export const isSurelyOtherNumber = (header: string): boolean => {
  const name = normalHeader(header);
  return within.some((word) => name.includes(word));
};

/** CEP is a mobile number in Turkish, and a postcode of eight digits in Portuguese. */
export const isPostcode = (header: string, values: readonly string[]): boolean =>
  normalHeader(header) === 'cep' && values.every((value) => /^\d{5}[- .]?\d{3}$/.test(value.trim()));

/** What all of some numbers may be that are not to be called; given their digits, with what they are dressed in gone. */
type Kind = (digits: string) => boolean;

/** Seconds since 1970, or thousandths of them, of the years 2008 to 2033; later ones look like numbers of New York. */
const isTimestamp: Kind = (digits) => /^1[2-9](?:\d{8}|\d{11})$/.test(digits);
/** An order or a document that begins with its day, such as 20260105 and a number of that day. */
const beginsWithDay: Kind = (digits) =>
  /^20[0-4]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{2,}$/.test(digits);
/** China's identity cards (GB 11643): the region, the day of birth, a number; 15 digits until 1999, now 18 characters. */
const isIdentityCard: Kind = (digits) =>
  /^[1-6]\d{5}(?:(?:18|19|20)\d\d)?\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]?$/i.test(digits) &&
  (digits.length === 15 || digits.length === 18);
/** A bank card, or the number of a telephone's hardware: 15 to 19 digits of which the last is Luhn's check digit. */
const isCard: Kind = (digits) => /^\d{15,19}$/.test(digits) && luhn(digits) % 10 === 0;
/** A product's bar code (GTIN-13): the sum of its digits, every second one three times. */
const isBarCode: Kind = (digits) =>
  /^\d{13}$/.test(digits) &&
  Array.from(digits).reduce((sum, digit, i) => sum + Number(digit) * (i % 2 === 0 ? 1 : 3), 0) % 10 === 0;

const kinds: readonly Kind[] = [isTimestamp, beginsWithDay, isIdentityCard, isCard, isBarCode];
/** Of fewer numbers, telephone numbers may be of such a kind by chance. */
const fewestOfChance = 3;
const byChance = new Set<Kind>([isCard, isBarCode]);

/** The same by what stands between the digits; telephone numbers are grouped in other ways. */
const written: readonly RegExp[] = [
  /^-?(?:0|[1-9]\d*)\.\d+$/, // amounts, coordinates
  /^\d{1,2}[-.]\d{1,2}[-.](?:19|20)\d\d$/, // days
  /^(?!\d\d\.\d\d\.\d\d\.\d\d$)\d{1,3}(?:\.\d{1,3}){3}$/, // addresses of computers
  /^\d{5}-\d{3,4}$/, // postcodes of Brazil and of the United States
  /^\d{3}-\d\d-\d{4}$/, // social security: the United States
  /^\d{6}-[1-8]\d{6}$/, // residents: Korea
  /^\d{3}\.\d{3}\.\d{3}-\d\d$/, // tax: Brazil
  /^\d{3}-\d{3}-\d{3} \d\d$/, // pensions: Russia
  /^\d{1,2}\.\d{3}\.\d{3}-[\dkK]$/, // identity: Chile
];

/**
 * Whether numbers are all of a kind that is not to be called: times, orders that begin with their day, identity and bank
 * cards, bar codes, amounts, postcodes.
 *
 * @param values as they are written, not blank; of a long one, its beginning
 */
export function areOtherNumbers(values: readonly string[]): boolean {
  if (values.length === 0) return false;
  const trimmed = values.map((value) => value.normalize('NFKC').trim());
  if (written.some((form) => trimmed.every((value) => form.test(value)))) return true;
  const digits = values.map(stripFormatting);
  return kinds.some((kind) => (values.length >= fewestOfChance || !byChance.has(kind)) && digits.every(kind));
}

/** The sum of Luhn's formula (ISO/IEC 7812-1). */
function luhn(digits: string): number {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i]) * (i % 2 === 0 ? 1 : 2);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum;
}
