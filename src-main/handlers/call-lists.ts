import { randomUUID } from 'node:crypto';
import { basename, extname } from 'node:path';
import type { Handlers, Pushes } from '../contract/derive.ts';
import { DialdeskError } from '../contract/errors.ts';
import type { CallListSession } from '../call-list/session.ts';
import type { FileTokens } from './file-tokens.ts';
import type { Platform } from './platform.ts';

/** The call lists that are open in the window now, each with a worker of its own. */
export class OpenCallLists {
  readonly #open = new Map<string, { session: CallListSession; running: AbortController | null }>();

  add(session: CallListSession): string {
    const list = randomUUID();
    this.#open.set(list, { session, running: null });
    return list;
  }

  /** @throws DialdeskError `not_found` when the list was closed */
  session(list: string): CallListSession {
    return this.#entry(list).session;
  }

  /** Runs what `cancel` can stop. One thing at a time: a new one stops the one before. */
  async run<T>(
    list: string,
    work: (session: CallListSession, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const entry = this.#entry(list);
    entry.running?.abort();
    const running = new AbortController();
    entry.running = running;
    try {
      return await work(entry.session, running.signal);
    } finally {
      if (entry.running === running) entry.running = null;
    }
  }

  cancel(list: string): void {
    this.#open.get(list)?.running?.abort();
  }

  async close(list: string): Promise<void> {
    const entry = this.#open.get(list);
    this.#open.delete(list);
    entry?.running?.abort();
    await entry?.session.close();
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((list) => this.close(list)));
  }

  #entry(list: string): { session: CallListSession; running: AbortController | null } {
    const entry = this.#open.get(list);
    if (!entry) throw new DialdeskError('not_found', 'this call list is not open');
    return entry;
  }
}

export interface CallListParts {
  readonly lists: OpenCallLists;
  readonly tokens: FileTokens;
  readonly platform: Platform;
  readonly push: Pushes['callLists'];
  /** Starts the worker that reads and checks. */
  readonly open: (path: string) => Promise<CallListSession>;
  readonly writeTemplate: (
    path: string,
    examples: boolean,
  ) => Promise<{ rows: number; bytes: number; sha256: string }>;
  /** Writes the rejected rows, with words in the user's language. */
  readonly writeRejects: (
    session: CallListSession,
    path: string,
    signal: AbortSignal,
  ) => Promise<{ rows: number; bytes: number; sha256: string }>;
}

/** Opening, checking and saving call lists. Rows never come here: the worker keeps them. */
export function callListHandlers(parts: CallListParts): Handlers['callLists'] {
  const { lists, tokens, platform, push } = parts;
  return {
    async open({ token }) {
      const session = await parts.open(tokens.path(token));
      return { list: lists.add(session), source: session.source };
    },
    read: ({ list, options }) => lists.session(list).read(options),
    check: ({ list, options }) =>
      lists.run(list, (session, signal) =>
        session.check(options, {
          signal,
          onProgress: (progress) => push.progress({ list, progress }),
        }),
      ),
    cancel: ({ list }) => lists.cancel(list),
    issues: ({ list, query }) => lists.session(list).issues(query),
    async saveRejects({ list }) {
      const { name } = lists.session(list).source;
      const path = await platform.pickSavePath(`${basename(name, extname(name))}-rejects.xlsx`);
      if (path === null) return null;
      const written = await lists.run(list, (session, signal) => parts.writeRejects(session, path, signal));
      return { name: basename(path), ...written };
    },
    async saveTemplate({ examples }) {
      const path = await platform.pickSavePath('call-data-template.xlsx');
      if (path === null) return null;
      return { name: basename(path), ...(await parts.writeTemplate(path, examples)) };
    },
    close: ({ list }) => lists.close(list),
  };
}
