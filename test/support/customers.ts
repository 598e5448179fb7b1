/** What the made-up customers of samples and benches are called, and what they are called about. */
export const surnames = Array.from('王李张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗');
export const givenNames = [
  '伟',
  '芳',
  '娜',
  '敏',
  '静',
  '秀英',
  '丽',
  '强',
  '磊',
  '洋',
  '艳',
  '勇',
  '军',
  '杰',
  '子航',
  '欣怡',
];
export const products = ['车险', '家财险', '意外险', 'Travel', 'Health & care'];
