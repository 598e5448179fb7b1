import type { RejectWords } from './rejects/workbook.ts';
import type { RejectTitles } from './worker-messages.ts';

/** The words of a rejects workbook in a language. The catalogue is loaded only now: a check does not need it. */
export async function rejectWords(titles: RejectTitles, language: 'en' | 'zh'): Promise<RejectWords> {
  const [{ ruleWords }, { overwriteGetLocale }] = await Promise.all([
    import('../contract/rule-words.ts'),
    import('../contract/messages/runtime.js'),
  ]);
  overwriteGetLocale(() => language);
  return {
    ...titles,
    explain: ({ column, rule, expected, detail }) => `${column}: ${ruleWords(rule, expected, detail).wrong}`,
  };
}
