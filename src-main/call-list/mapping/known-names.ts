import type { MappingRole } from '../../contract/mapping.ts';
import { normalHeader } from './header-names.ts';
import { isOfSomebodyElse } from './somebody-else.ts';

/** Names that a phone number has as well as an order. */
const anyNumber = ['number', 'contact', '号码', '號碼'];

/** Whether a header says no more than that its column has numbers. */
export const isAnyNumber = (header: string): boolean => anyNumber.includes(normalHeader(header));

/**
 * What the columns of call lists are called, in English and in Chinese (simplified and traditional), in the
 * normal form of `normalHeader`. `ends` also counts when something stands before it ("客户手机号", "work
 * phone"), because the last word of a header says what the column is; `is` only counts alone.
 */
const knownNames: Readonly<
  Record<MappingRole, { readonly ends: readonly string[]; readonly is?: readonly string[] }>
> = {
  phone: {
    ends: [
      ...['phone', 'phonenumber', 'phoneno', 'mobile', 'mobilenumber', 'mobileno', 'mobilephone', 'msisdn'],
      ...['cell', 'cellphone', 'cellnumber', 'tel', 'telno', 'telnumber', 'telephone', 'telephonenumber'],
      ...['contactnumber', 'contactno', 'calledno', 'callednumber', 'calleenumber', 'landline'],
      ...['手机', '手机号', '手机号码', '电话', '电话号', '电话号码', '联系方式', '联系号码', '移动电话'],
      ...['座机', '固话', '被叫', '被叫号码', '被叫号', '客户号码'],
      ...['téléphone', 'portable', 'telefon', 'telefonnummer', 'rufnummer', 'handy', 'handynummer', 'mobil'],
      ...['teléfono', 'telefono', 'móvil', 'movil', 'celular', 'telefone', 'telemóvel', 'cellulare'],
      ...['telefoon', 'telefoonnummer', 'телефон', 'номертелефона', 'телефона', 'мобильный', 'сотовый'],
      ...['電話番号', '携帯電話', '携帯番号', '携帯', '전화번호', '휴대폰', '휴대전화', '핸드폰', '연락처'],
      ...['رقمالهاتف', 'الهاتف', 'الجوال', 'رقمالجوال', 'موبايل', 'sốđiệnthoại', 'điệnthoại', 'sđt'],
      ...[
        'nohp',
        'nomorhp',
        'nomortelepon',
        'notelepon',
        'telp',
        'nohape',
        'nomorwa',
        'telepon',
        'nohandphone',
        'ceptelefonu',
        'telefonu',
      ],
      ...['เบอร์โทรศัพท์', 'เบอร์โทร', 'โทรศัพท์', 'มือถือ', 'फोन', 'मोबाइल', 'טלפון', 'נייד', 'τηλέφωνο'].map(
        normalHeader,
      ),
      ...[
        'κινητό',
        'puhelin',
        'puhelinnumero',
        'matkapuhelin',
        'cepno',
        'cepnumarası',
        'gsmno',
        'mobiel',
        'mobilnummer',
      ],
      ...[
        'telefonszám',
        'mobilszám',
        'telefonníčíslo',
        'komórka',
        'komórkowy',
        'sími',
        'телефону',
        'мобільний',
        'утас',
      ],
      ...[
        'تلفن',
        'موبایل',
        'همراه',
        'موبائل',
        'فون',
        'মোবাইল',
        'ফোন',
        'ဖုန်း',
        'ទូរស័ព្ទ',
        'ໂທລະສັບ',
        'didộng',
        'simu',
      ].map(normalHeader),
      ...['手機', '手機號', '手機號碼', '電話', '電話號碼', '聯絡電話', '聯繫方式', '行動電話', '被叫號碼'],
    ],
    is: ['called', 'callee', 'dnis', 'cep', 'gsm', 'hp', 'whatsapp', ...anyNumber],
  },
  delayTime: {
    ends: [
      ...['delay', 'delaytime', 'delayseconds', 'callinterval', 'retryinterval'],
      ...['延迟', '延时', '延迟时间', '延时时间', '呼叫间隔', '间隔时间', '延遲', '延遲時間', '呼叫間隔'],
    ],
    is: ['interval', '间隔', '間隔'],
  },
  type: {
    ends: [
      ...['numbertype', 'phonetype', 'calledtype', 'teltype', 'mobiletype'],
      ...['号码类型', '电话类型', '手机类型', '號碼類型', '電話類型'],
    ],
    is: ['type', '类型', '類型'],
  },
  sessionId: {
    ends: [
      ...[
        'sessionid',
        'session',
        'customerid',
        'clientid',
        'subscriberid',
        'leadid',
        'recordid',
        'contactid',
      ],
      ...['externalid', 'uniqueid', 'uuid', 'guid', 'customerno', 'recordno'],
      ...['会话id', '会话标识', '会话编号', '客户id', '客户编号', '客户号', '用户id', '用户标识', '流水号'],
      ...['唯一标识', '业务编号', '記錄編號', '客戶編號', '流水號', '會話標識'],
    ],
    is: ['id', 'no', 'key', '编号', '序号', '標識', '編號', '序號'],
  },
  caller: {
    ends: [
      ...[
        'caller',
        'callernumber',
        'callerno',
        'callerid',
        'callerphone',
        'callingnumber',
        'callingno',
        'cli',
      ],
      ...['displaynumber', 'outboundnumber'],
      ...['主叫', '主叫号', '主叫号码', '主叫电话', '外显', '外显号码', '外显号', '显示号码', '去电号码'],
      ...['主叫號碼', '外顯號碼', '顯示號碼'],
    ],
    is: ['ani', 'from'],
  },
  callData: {
    ends: [
      ...['calldata', 'associateddata', 'attacheddata', 'userdata', 'payload', 'json'],
      ...['随路数据', '呼叫数据', '业务数据', '附加数据', '扩展数据', '隨路數據', '隨路資料', '附加資料'],
    ],
    is: ['data', 'attributes', 'extra'],
  },
  customField: {
    ends: [
      ...['customfield', 'custom', 'note', 'notes', 'remark', 'remarks', 'comment', 'comments', 'memo'],
      ...['备注', '备注信息', '自定义', '自定义字段', '附注', '備註', '自訂欄位', '自定義'],
    ],
    is: ['description', '说明', '描述', '說明'],
  },
  recycleTime: {
    ends: [
      ...[
        'recycletime',
        'recycle',
        'recycledate',
        'expiry',
        'expirytime',
        'expirydate',
        'expires',
        'expireat',
      ],
      ...['deadline', 'validuntil'],
      ...[
        '回收时间',
        '回收日期',
        '回收',
        '到期时间',
        '截止时间',
        '失效时间',
        '过期时间',
        '截止日期',
        '有效期',
      ],
      ...['回收時間', '到期時間', '截止時間', '失效時間'],
    ],
  },
  priority: { ends: ['priority', '优先级', '優先級', '優先順序'] },
};

/** How well a header says that its column has a role. */
export interface NameMatch {
  readonly role: MappingRole;
  /** 1 for the very name, 0.85 with something before it, 0.55 for the name within other words. */
  readonly score: number;
}

/** Whether a name within another one is no accident, as “tel” is in “Bestellnummer”. */
const isTelling = (known: string, name: string): boolean =>
  known.length > 4 || name.startsWith(known) || /[^a-z]/.test(known);

/** The roles that a header speaks for, the best first. */
export function rolesByName(header: string): NameMatch[] {
  const name = normalHeader(header).replace(/(?<=\D)\d{1,2}$/, '');
  if (name === '') return [];
  const matches: (NameMatch & { readonly length: number })[] = [];
  for (const [role, { ends, is = [] }] of Object.entries(knownNames)) {
    let best = { score: 0, length: 0 };
    const offer = (score: number, length: number): void => {
      if (score > best.score || (score === best.score && length > best.length)) best = { score, length };
    };
    for (const known of is) if (name === known) offer(1, known.length);
    for (const known of ends) {
      if (name === known) offer(1, known.length);
      else if (name.endsWith(known)) offer(0.85, known.length);
      else if (name.includes(known) && isTelling(known, name)) offer(0.55, known.length);
    }
    if (best.score === 0) continue;
    const spoiled = role === 'phone' && isOfSomebodyElse(name);
    matches.push({ role: role as MappingRole, ...best, score: best.score * (spoiled ? 0.5 : 1) });
  }
  // Of two that match equally well the longer word is more telling: "主叫电话" is a caller before a phone.
  return matches
    .sort((a, b) => b.score - a.score || b.length - a.length)
    .map(({ role, score }) => ({ role, score }));
}

/** The number at the end of a header, by which "phone 2" and "delay 2" belong together; '' if none. */
export function trailingNumber(header: string): string {
  return /\d{1,2}$/.exec(normalHeader(header))?.[0] ?? '';
}
