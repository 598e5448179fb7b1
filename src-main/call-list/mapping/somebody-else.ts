import { normalHeader } from './header-names.ts';
import { stripFormatting } from './strip-formatting.ts';

const wordsOf = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => line.split(' ').map(normalHeader));

/** Words that make a number somebody else's, or no number to call, whatever other columns there are. */
const never = wordsOf([
  'fax факс 팩스 فاكس 传真 傳真 assistant asistente assistent помощник ассистент секретар 비서 مساعد asystent sekret',
  'secretary 助理 秘书 秘書 emergenc urgence notfall экстренн 紧急 緊急 비상 agent sales spouse husband wife nextofkin',
  'supplier vendor referrer referredby manager supervisor leadowner contactowner accountowner recordowner dealowner',
  '配偶 客服 售后 供应商 供應商 介绍人 介紹人 主管 坐席 座席 业务员 業務員 经理 經理 顾问 顧問 推荐人 推薦人 担保人 擔保人',
  '寄件 发件 發件 发货人 發貨人 门店 門店 店铺 店鋪 商家 卖家 賣家',
]);

/** Words that do so beside a column of the customer's; alone, such people may be the ones to call. */
const beside = wordsOf([
  'advisor adviser broker dealer salesman courier driver doctor physician nurse teacher guarantor inviter introducer',
  'sender shipper consignor seller merchant hotline helpdesk customerservice colleague neighbour neighbor relative lawyer',
  'storephone storetel shopphone branchphone officer executive consultant technician counselor counsellor handler',
  '医生 医师 醫生 醫師 护士 護士 班主任 老师 老師 教师 教師 快递员 快遞員 配送员 骑手 騎手 司机 司機 师傅 業務電話 业务电话 業務手機 业务手机 销售 銷售 专员',
  '專員 负责人 負責人 担当 担当者 營業 営業 管家 经办 經辦 客户经理 跟进人 维护人 房东 房東 中介 律师 同事 邻居 亲属 亲友 朋友 父母',
  '邀请人 邀請人 上级 上級 店长 店長 网点 網點 机构 服务商 安装师 维修 热线 熱線 代理 接线 记者 教练 物业 保安 发起人',
  'asesor vendedor gestor gerente conductor repartidor médico doctora comercial emergencia consultor corretor motorista',
  'conseiller vendeur gestionnaire commercial livreur chauffeur médecin berater verkäufer vertreter betreuer arzt fahrer',
  'sachbearbeiter consulente venditore agente autista medico adviseur verkoper chauffeur handlowca opiekun doradca kierowca',
  'менеджер консультант продавец агент курьер водител врач куратор руководител менеджера сотрудник партнер партнёр родственник',
  'danışman satıcı temsilci sürücü kurye doktor müşteritemsilcisi 담당 담당자 상담원 기사 의사 매니저 영업',
  'مندوب المندوب مدير البائع سائق طبيب مستشار الطوارئ พนักงาน ผู้ขาย คนขับ แพทย์ ผู้จัดการ ฉุกเฉิน',
  'nhânviên tưvấn tàixế bácsĩ quảnlý khẩncấp petugas kurir sopir dokter penjual manajer darurat นายหน้า',
]);

const has = (words: readonly string[], header: string): boolean => {
  const name = normalHeader(header.slice(0, 200));
  return words.some((word) => name.includes(word));
};

/** Whether a header names the number of somebody other than the customer, or one that is not answered. */
export const isOfSomebodyElse = (header: string): boolean => has(never, header);

/** Whether it does so where another column has the customer's own. */
export const isOfSomebodyBeside = (header: string): boolean => has(beside, header);

/** Of fewer, numbers are the same by chance. */
const fewestRepeated = 3;

/** Whether most of some numbers (not blank) repeat: those of a shop, or of the people who look after customers. */
export function repeat(values: readonly string[]): boolean {
  if (values.length < fewestRepeated) return false;
  return new Set(values.map((value) => stripFormatting(value.slice(0, 60)))).size * 2 <= values.length;
}
