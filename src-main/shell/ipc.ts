import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import * as v from 'valibot';
import { channel, members, registerFilesChannel, type Handlers, type Pushes } from '../contract/derive.ts';
import { DialdeskError, type Result } from '../contract/errors.ts';
import { checkedInput, checkedOutput, resultOf, type DefectLog } from './checked-call.ts';
import { isOurPage } from './security.ts';

/** What the wrapper needs of the world around it. */
export interface IpcGuard {
  /** Scheme and host of our own pages. */
  readonly ourOrigin: string;
  readonly log: DefectLog;
}

function assertOurWindow(event: IpcMainInvokeEvent, guard: IpcGuard): void {
  const frame = event.senderFrame;
  if (frame === null || frame !== event.sender.mainFrame || !isOurPage(frame.url, guard.ourOrigin)) {
    throw new DialdeskError('forbidden', 'the caller is not a window of Dialdesk');
  }
}

/** The one wrapper: who asks, what is asked, the answer or the refusal. */
function answer(
  event: IpcMainInvokeEvent,
  guard: IpcGuard,
  name: string,
  work: () => unknown,
): Promise<Result<unknown>> {
  return resultOf(name, guard.log, () => {
    assertOurWindow(event, guard);
    return work();
  });
}

/** Puts a handler behind every call of the contract. */
export function registerHandlers(handlers: Handlers, guard: IpcGuard): void {
  const all = handlers as Readonly<Record<string, Readonly<Record<string, (input: unknown) => unknown>>>>;
  for (const { domain, name, member } of members()) {
    if (member.kind !== 'call') continue;
    const where = channel(domain, name);
    ipcMain.handle(where, (event, input: unknown) =>
      answer(event, guard, where, async () =>
        checkedOutput(member.output, await all[domain]?.[name]?.(checkedInput(member.input, input))),
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
    answer(event, guard, registerFilesChannel, () => register(checkedInput(paths, input) as string[])),
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
