// China's numbering plan (MIIT; ITU-T national numbering plan of country code 86).

/** Area codes without their 0: 10, 2x, and those of three digits that are in use. */
const areas =
  '10|2\\d|3(?:1\\d|35|49|5\\d|7\\d|9\\d)|4(?:1\\d|2[179]|3\\d|40|5\\d|6[4789]|7\\d|8[23])|' +
  '5(?:1\\d|2[37]|3\\d|4[36]|5\\d|6[1-6]|7\\d|80|9\\d)|6(?:3[1-5]|6[0238]|9[12])|' +
  '7(?:01|1\\d|2[248]|3\\d|4[3-6]|5\\d|6\\d|7\\d|9\\d)|8(?:1[2-9]|2[5-7]|3\\d|5\\d|7\\d|8[3678]|9\\d)|' +
  '9(?:0\\d|1\\d|3\\d|4[13]|5[1-5]|7\\d|9\\d)';
const mobile = /^1[3-9]\d{9}$/;
const fixed = new RegExp(`^(?:${areas})[2-8]\\d{6,7}$`);
const service = /^[48]00\d{7}$/;

export const isChineseMobile = (national: string): boolean => mobile.test(national);

/** A fixed-line number with its area code, without the 0 in front; or a 400 or 800 number. */
export const isChineseFixed = (national: string): boolean => fixed.test(national) || service.test(national);

/** A number that is complete without the country's code: mobile, or fixed with its area code. No 0 in front. */
export const isChineseNational = (national: string): boolean =>
  isChineseMobile(national) || isChineseFixed(national);
