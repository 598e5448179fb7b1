import type { Issue } from '../contract/call-list.ts';
import type { IssueWords } from './rejects/issues-csv.ts';
import type { RejectWords } from './rejects/rejects-workbook.ts';

export type Language = 'en' | 'zh';

/** The words of a rejects workbook that are not those of a rule; the rules' words are found by the language. */
export interface RejectTitles {
  readonly sheetName: string;
  /** Headers of the columns that are added. */
  readonly row: string;
  readonly rule: string;
  readonly explanation: string;
}

/** The words of a list of problems that are not those of a rule. */
export type IssueTitles = Pick<IssueWords, 'headers' | 'severity'>;

/** The words of a rejects workbook in a language. */
export async function rejectWords(titles: RejectTitles, language: Language): Promise<RejectWords> {
  const wrong = await wrongIn(language);
  const { rejectNotes } = await import('../contract/reject-notes.ts');
  return {
    ...titles,
    cut: rejectNotes.cut(),
    explain: (issue) => `${issue.column}: ${wrong(issue)}`,
    wasCut: rejectNotes.wasCut,
    inDoubt: rejectNotes.inDoubt,
  };
}

/** The words of a list of problems in a language. */
export async function issueWords(titles: IssueTitles, language: Language): Promise<IssueWords> {
  return { ...titles, explain: await wrongIn(language) };
}

/** What is wrong with a value, in words. The catalogue is loaded only now: a check does not need it. */
async function wrongIn(language: Language): Promise<(issue: Issue) => string> {
  const [{ ruleWords }, { overwriteGetLocale }] = await Promise.all([
    import('../contract/rule-words.ts'),
    import('../contract/messages/runtime.js'),
  ]);
  overwriteGetLocale(() => language);
  return (issue) => ruleWords(issue.rule, issue).wrong;
}
