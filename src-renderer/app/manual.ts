import type { Client } from '../../src-main/contract/derive.ts';
import type { ErrorCode } from '../../src-main/contract/error-codes.ts';

/** Opens what the manual has on an error. */
type OpenEntry = (code: ErrorCode) => void;

let openEntry: OpenEntry | undefined;

/** Gives what shows failures outside of any component, such as toasts, the way to the manual. */
export function useManual(client: Pick<Client, 'manual'>): void {
  // what cannot be opened is a fault of the copy, and would only be said over the error it should explain
  openEntry = (code) => void client.manual.open({ kind: 'error', code }).catch(() => undefined);
}

/** Opens an error's entry in the manual; undefined before the window has a client. */
export function manualEntry(): OpenEntry | undefined {
  return openEntry;
}
