import * as v from 'valibot';

/** What kept a call from being answered, by what a supervisor does about it. */
export const callCauses = [
  'busy',
  'no_answer',
  'switched_off',
  'wrong_number',
  'refused',
  'hung_up',
  'machine',
  'call_centre',
  'other',
] as const;
export const CallCause = v.picklist(callCauses);
export type CallCause = v.InferOutput<typeof CallCause>;

/** The causes after which calling again is worth a try; the others are chosen by a person. */
export const worthCalling: ReadonlySet<CallCause> = new Set(['busy', 'no_answer', 'switched_off']);

/** A failure code in words. */
export interface FailCode {
  readonly cause: CallCause;
  readonly en: string;
  readonly zh: string;
}

const code = (cause: CallCause, en: string, zh: string): FailCode => ({ cause, en, zh });

/** The code of a call that was answered. Examples of the callback also have a single `0`. */
export const successFailCode = '00000';

/**
 * Failure codes in words, from the vendor's page 1139 and, from 34601 on, from its callback page 0788. Codes that stand
 * only in examples (01119, 01153, 01169, 34609) have no words. The pages disagree about 00551: "not reached" and "the
 * user hung up".
 */
export const failCodes: Readonly<Record<string, FailCode>> = {
  '00003': code('call_centre', 'No resource available', '无可用资源'),
  '00004': code('other', 'Callee changed, or call forwarded', '被叫改变或呼叫前转'),
  '00005': code('busy', 'Call waiting', '呼叫等待'),
  '00006': code('busy', 'Busy, forwarded', '遇忙前转'),
  '00007': code('no_answer', 'No answer, forwarded', '无应答前转'),
  '00008': code('other', 'Forwarded', '呼叫前转'),
  '00009': code('other', 'Service temporarily unavailable', '业务暂停'),
  '00010': code('no_answer', 'Ringing, then forwarded', '振铃后前转'),
  '00011': code('other', 'Forwarded without ringing', '未振铃前转'),
  '00012': code('switched_off', 'Mobile cannot be reached', '手机不可及'),
  '00013': code('machine', 'Data terminal', '数据终端'),
  '00014': code('machine', 'Data terminal', '数据终端'),
  '00015': code('other', 'Transferred by hook flash', '拍叉转移'),
  '00018': code('other', 'The far exchange played an announcement', '对端局放音'),
  '00129': code('wrong_number', 'Number not in use', '空号'),
  '00132': code('other', 'Special information tone', '特殊信息音'),
  '00145': code('busy', 'Busy', '用户忙'),
  '00146': code('no_answer', 'Nobody answered', '无人应答'),
  '00147': code('no_answer', 'No answer', '无应答'),
  '00149': code('refused', 'Call rejected', '呼叫被拒绝'),
  '00150': code('wrong_number', 'Number has changed', '号码已变更'),
  '00155': code('other', 'Line fault', '线路故障'),
  '00160': code('other', 'Music', '音乐'),
  '00162': code('machine', 'Answering machine or switchboard', '自动应答设备'),
  '00180': code('no_answer', 'Ringback tone', '回铃音'),
  '00181': code('busy', 'Busy tone', '忙音'),
  '00182': code('other', 'Special information tone', '特殊信息音'),
  '00184': code('machine', 'Modem', '调制解调器'),
  '00185': code('machine', 'Fax', '传真'),
  '00186': code('machine', 'Modem or fax', '调制解调器或传真'),
  '00187': code('other', 'Unknown tone', '未定义的音'),
  ...Object.fromEntries(
    Array.from({ length: 8 }, (_, i) => [`0019${i}`, code('machine', 'Text telephone', '文本电话')]),
  ),
  '00208': code('switched_off', 'Switched off', '关机'),
  '00209': code('wrong_number', 'Line suspended', '停机'),
  '00259': code('call_centre', 'Not enough resources', '资源不足'),
  '00260': code('machine', 'Modem', '调制解调器'),
  '00261': code('machine', 'Fax', '传真'),
  '00262': code('machine', 'Fax or modem', '传真或调制解调器'),
  '00263': code('machine', 'Answering machine', '答录机'),
  '00441': code('machine', 'Fax', '传真'),
  '00531': code('hung_up', 'The customer hung up', '用户挂机'),
  '00537': code('busy', 'Customer busy', '被叫忙'),
  '00538': code('wrong_number', 'Number not in use or wrong', '空号或错号'),
  '00548': code('switched_off', 'Mobile switched off', '手机关机'),
  '00549': code('switched_off', 'Out of coverage', '不在服务区'),
  '00551': code('no_answer', 'Not reached', '未接通'),
  '00601': code('hung_up', 'Hung up before an answer', '应答前挂机'),
  '00602': code('call_centre', 'No resources in the queue', '排队机无资源'),
  '00603': code('no_answer', 'No answer', '无应答'),
  '00604': code('refused', 'Call rejected', '拒接'),
  '00605': code('call_centre', 'Switch busy', '交换机忙'),
  '00606': code('call_centre', 'Queue timed out', '排队机超时'),
  '00701': code('call_centre', 'All agents busy, the customer hung up', '座席全忙，用户挂机'),
  '00702': code('call_centre', 'Waited too long for an agent', '排队超时'),
  '00703': code('call_centre', 'Call data timed out', '呼叫数据超时'),
  '01040': code('no_answer', 'Rang too long', '振铃超时'),
  '01041': code('call_centre', "The agent's device timed out", '座席设备超时'),
  '01043': code('call_centre', 'No result in time', '等待结果超时'),
  '01046': code('call_centre', 'No agent could be reserved', '预占座席失败'),
  '01048': code('call_centre', 'Limit of calls at the same time', '外呼并发数受限'),
  '01049': code('call_centre', 'Detection timed out', '检测超时'),
  '01056': code('call_centre', 'Could not connect to the agent', '桥接失败'),
  '01281': code('call_centre', 'The agent released the call first', '桥接前座席挂断'),
  '34601': code('call_centre', 'Campaign unknown', '外呼活动不存在'),
  '34605': code('wrong_number', 'Number is empty', '号码为空'),
  '34606': code('call_centre', 'The call could not be placed', '试呼失败'),
  '34608': code('call_centre', 'No result was reported in time', '超时未上报结果'),
  '34611': code('call_centre', 'System fault', '系统故障'),
};

/** A failure code with its leading zeros, which a system that sends numbers loses. */
export function fullFailCode(found: string): string {
  const plain = found.trim();
  return /^\d{1,4}$/.test(plain) ? plain.padStart(5, '0') : plain;
}

/** What a failure code means; undefined for one that is in no document, which is shown as it is. */
export function failCodeOf(found: string): FailCode | undefined {
  const full = fullFailCode(found);
  return Object.hasOwn(failCodes, full) ? failCodes[full] : undefined;
}

/** The cause that a failure code belongs to; codes that nobody has explained are `other`. */
export const causeOfCode = (found: string | null): CallCause =>
  (found === null ? undefined : failCodeOf(found)?.cause) ?? 'other';

/**
 * Why a call failed, in words: the call centre's own name where it gives one, else the documents', else the code as it
 * is; null where there is not even that.
 * @param names the call centre's names of its display codes
 */
export function failureText(
  { failCode, resultCode }: { readonly failCode: string | null; readonly resultCode: string | null },
  names: Readonly<Record<string, string>>,
  language: 'en' | 'zh',
): string | null {
  const own = resultCode !== null && Object.hasOwn(names, resultCode) ? names[resultCode] : undefined;
  return own ?? (failCode === null ? undefined : failCodeOf(failCode)?.[language]) ?? failCode ?? resultCode;
}
