import { basename, extname } from 'node:path';
import type { CheckOptions, CheckRequest } from '../../contract/call-list.ts';
import type { Handlers, Pushes } from '../../contract/derive.ts';
import { writeTemplate } from '../../call-list/template-workbook.ts';
import type { IssueTitles, RejectTitles } from '../../call-list/reject-words.ts';
import { m } from '../../contract/messages/messages.js';
import type { FileTokens } from '../app/file-tokens.ts';
import type { MappingsTable } from '../../store/mappings.ts';
import { proposeFor } from './mapping-handlers.ts';
import type { OpenCallLists } from './open-call-lists.ts';
import type { Desktop } from '../app/desktop.ts';

export interface CallListDeps {
  readonly lists: OpenCallLists;
  readonly tokens: FileTokens;
  readonly mappings: MappingsTable;
  readonly desktop: Desktop;
  readonly push: Pushes['callLists'];
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** What a check asks of the memory; undefined where the connection is gone. Left out, there is no memory. */
  readonly calledBefore?: (
    asked: NonNullable<CheckRequest['calledBefore']>,
  ) => CheckOptions['calledBefore'] | undefined;
  /** The lists of the library that a check applies: these, or those by default. Left out, there is no library. */
  readonly doNotCallLists?: (ids: readonly string[] | undefined) => CheckOptions['doNotCallLists'];
}

/** Headings of a rejects workbook, in the current language. */
const rejectTitles = (): RejectTitles => ({
  sheetName: m.rejects_sheet(),
  row: m.rejects_row(),
  rule: m.rejects_rule(),
  explanation: m.rejects_explanation(),
});

/** Headings of a list of problems. */
const issueTitles = (): IssueTitles => ({
  headers: {
    row: m.imports_col_row(),
    column: m.imports_col_column(),
    severity: m.imports_col_kind(),
    rule: m.rejects_rule(),
    explanation: m.rejects_explanation(),
    value: m.imports_col_value(),
  },
  severity: { error: m.imports_error(), warning: m.imports_warning() },
});

/** Opening, checking, mending and saving call lists. Rows never get here: the worker keeps them. */
export function callListHandlers(deps: CallListDeps): Handlers['callLists'] {
  const { lists, tokens, mappings, desktop, push } = deps;
  const withPath = ({ doNotCall, doNotCallLists, calledBefore, ...options }: CheckRequest): CheckOptions => {
    const path = doNotCall === undefined ? undefined : tokens.path(doNotCall);
    const library = deps.doNotCallLists?.(doNotCallLists);
    const before = calledBefore && deps.calledBefore?.(calledBefore);
    return {
      ...options,
      ...(path !== undefined && { doNotCall: path }),
      ...(library && { doNotCallLists: library }),
      ...(before && { calledBefore: before }),
    };
  };
  return {
    open: ({ token }) => lists.open(tokens.path(token)),
    read: ({ list, options }) => lists.read(list, options),
    propose: ({ list, findHeader }) => proposeFor(lists.session(list), mappings, findHeader, deps.now),
    preview: ({ list, mapping }) => lists.session(list).preview(mapping),
    check: ({ list, options }) =>
      lists.check(list, withPath(options), (progress) => push.progress({ list, progress })),
    changes: ({ list, options }) => lists.changes(list, options && withPath(options)),
    step: ({ list, to }) => lists.step(list, to, (progress) => push.progress({ list, progress })),
    cancel: ({ list }) => lists.cancel(list),
    issues: ({ list, query }) => lists.session(list).issues(query),
    row: ({ list, row }) => lists.session(list).rowAt(row),
    edit: ({ list, edit }) => lists.edit(list, edit),
    previewMends: ({ list, mends }) =>
      lists.look(list, (session, signal) =>
        session.previewMends(mends.chosen, mends.scope, {
          signal,
          onProgress: (progress) => push.mendProgress({ list, progress }),
        }),
      ),
    mend: ({ list, mends }) => lists.mend(list, mends, (progress) => push.mendProgress({ list, progress })),
    async saveProblems({ list }) {
      const { name } = lists.session(list).source;
      const path = await desktop.pickSavePath(`${basename(name, extname(name))}-problems.csv`);
      if (path === null) return null;
      const written = await lists.run(list, (session, signal) =>
        session.writeIssues(path, { words: issueTitles(), language: desktop.language(), signal }),
      );
      return { name: basename(path), ...written };
    },
    async saveRejects({ list }) {
      const { name } = lists.session(list).source;
      const path = await desktop.pickSavePath(`${basename(name, extname(name))}-rejects.xlsx`);
      if (path === null) return null;
      const written = await lists.run(list, (session, signal) =>
        session.writeRejects(path, { words: rejectTitles(), language: desktop.language(), signal }),
      );
      return { name: basename(path), ...written };
    },
    async saveTemplate({ examples }) {
      const path = await desktop.pickSavePath('call-data-template.xlsx');
      if (path === null) return null;
      return { name: basename(path), ...(await writeTemplate(path, examples ? 'examples' : 'empty')) };
    },
    close: ({ list }) => lists.close(list),
  };
}
