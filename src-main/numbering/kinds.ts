/** What kind of number it is, in the order in which libphonenumber's kinds are looked through; 0 is no number. */
export const numberKind = {
  none: 0,
  fixed: 1,
  mobile: 2,
  premium: 3,
  tollFree: 4,
  sharedCost: 5,
  voip: 6,
  personal: 7,
  pager: 8,
  company: 9,
  voicemail: 10,
  /** The country does not tell the two apart. */
  fixedOrMobile: 11,
} as const;
