import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import * as v from 'valibot';
import { channel, members, registerFilesChannel, type Handlers, type Pushes } from '../contract/derive.ts';
import type { Schema } from '../contract/define.ts';
import { DialdeskError, type Result } from '../contract/errors.ts';
import { isOurPage } from './security.ts';

/** What the wrapper needs of the world around it. */
export interface IpcGuard {
  /** Scheme and host of our own pages. */
  readonly ourOrigin: string;
  /** Told of every defect and of every refused caller. */
  readonly log: (message: string, error: unknown) => void;
}

function assertOurWindow(event: IpcMainInvokeEvent, guard: IpcGuard): void {
  const frame = event.senderFrame;
  if (frame === null || frame !== event.sender.mainFrame || !isOurPage(frame.url, guard.ourOrigin)) {
    throw new DialdeskError('forbidden', 'the caller is not a window of Dialdesk');
  }
}

function parse(schema: Schema, input: unknown): unknown {
  const parsed = v.safeParse(schema, input);
  if (parsed.success) return parsed.output;
  throw new DialdeskError('invalid_request', 'the input does not fit the contract', {
    fields: parsed.issues.map((issue) => ({ path: v.getDotPath(issue) ?? '', rule: issue.message })),
  });
}

/** The one wrapper: who asks, what is asked, the answer or the refusal, never undefined. */
async function answer(
  event: IpcMainInvokeEvent,
  guard: IpcGuard,
  name: string,
  work: () => unknown,
): Promise<Result<unknown>> {
  try {
    assertOurWindow(event, guard);
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof DialdeskError) {
      if (error.code === 'forbidden') guard.log(`refused a foreign call of ${name}`, error);
      return { ok: false, error: error.toShape() };
    }
    guard.log(`${name} failed`, error);
    return { ok: false, error: { code: 'internal', message: 'a defect of Dialdesk; see the log' } };
  }
}

/** Puts a handler behind every call of the contract. */
export function registerHandlers(handlers: Handlers, guard: IpcGuard): void {
  const all = handlers as Readonly<Record<string, Readonly<Record<string, (input: unknown) => unknown>>>>;
  for (const { domain, name, member } of members()) {
    if (member.kind !== 'call') continue;
    const where = channel(domain, name);
    ipcMain.handle(where, (event, input: unknown) =>
      answer(event, guard, where, async () =>
        parse(member.output, await all[domain]?.[name]?.(parse(member.input, input))),
      ),
    );
  }
}

/** Takes the paths of dropped files from the preload and gives tokens for them. */
export function registerDropped(
  register: (paths: readonly string[]) => Promise<unknown>,
  guard: IpcGuard,
): void {
  const paths = v.pipe(v.array(v.pipe(v.string(), v.nonEmpty())), v.maxLength(1000));
  ipcMain.handle(registerFilesChannel, (event, input: unknown) =>
    answer(event, guard, registerFilesChannel, () => register(parse(paths, input) as string[])),
  );
}

/** One function a push of the contract; each sends to the windows that are open now. */
export function createPushes(windows: () => readonly WebContents[]): Pushes {
  const sender = (domain: string, name: string) => (payload: unknown) => {
    for (const contents of windows())
      if (!contents.isDestroyed()) contents.send(channel(domain, name), payload);
  };
  const pushes: Record<string, Record<string, unknown>> = {};
  for (const { domain, name, member } of members()) {
    if (member.kind === 'push') (pushes[domain] ??= {})[name] = sender(domain, name);
  }
  return pushes as unknown as Pushes;
}
