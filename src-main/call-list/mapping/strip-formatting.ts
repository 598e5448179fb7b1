/** A number without what people write it with, in any width: +86 (755) 8888-6666 is 8675588886666. */
export const stripFormatting = (value: string): string =>
  value.normalize('NFKC').replace(/[\s\-.()+'·]/gu, '');
