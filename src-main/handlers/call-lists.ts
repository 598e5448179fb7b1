import { basename, extname } from 'node:path';
import type { Handlers, Pushes } from '../contract/derive.ts';
import { writeTemplate } from '../call-list/template-workbook.ts';
import type { RejectTitles } from '../call-list/worker-messages.ts';
import { m } from '../contract/messages/messages.js';
import type { FileTokens } from './file-tokens.ts';
import type { OpenCallLists } from './open-call-lists.ts';
import type { Platform } from './platform.ts';

export interface CallListParts {
  readonly lists: OpenCallLists;
  readonly tokens: FileTokens;
  readonly platform: Platform;
  readonly push: Pushes['callLists'];
}

/** Headings of a rejects workbook, in the language of the moment. */
const rejectTitles = (): RejectTitles => ({
  sheetName: m.rejects_sheet(),
  row: m.rejects_row(),
  rule: m.rejects_rule(),
  explanation: m.rejects_explanation(),
});

/** Opening, checking and saving call lists. Rows never come here: the worker keeps them. */
export function callListHandlers(parts: CallListParts): Handlers['callLists'] {
  const { lists, tokens, platform, push } = parts;
  return {
    open: ({ token }) => lists.open(tokens.path(token)),
    read: ({ list, options }) => lists.read(list, options),
    check: ({ list, options }) => lists.check(list, options, (progress) => push.progress({ list, progress })),
    cancel: ({ list }) => lists.cancel(list),
    issues: ({ list, query }) => lists.session(list).issues(query),
    async saveRejects({ list }) {
      const { name } = lists.session(list).source;
      const path = await platform.pickSavePath(`${basename(name, extname(name))}-rejects.xlsx`);
      if (path === null) return null;
      const written = await lists.run(list, (session, signal) =>
        session.writeRejects(path, { words: rejectTitles(), language: platform.language(), signal }),
      );
      return { name: basename(path), ...written };
    },
    async saveTemplate({ examples }) {
      const path = await platform.pickSavePath('call-data-template.xlsx');
      if (path === null) return null;
      return { name: basename(path), ...(await writeTemplate(path, examples ? 'examples' : 'empty')) };
    },
    close: ({ list }) => lists.close(list),
  };
}
