import type { Client } from 'ssh2';
import {
  disconnectReasons,
  isDisconnectConstant,
  type DisconnectReason,
} from '../contract/disconnect-reason.ts';
import { serverText } from '../contract/server-text.ts';

/** How much is kept of what a server says, in characters. */
const mostKept = 2_000;

type Handler = (protocol: unknown, ...fields: unknown[]) => void;

/** What a server says to people on one connection: banners and notices of the login, and a reason to hang up. */
export class ServerWords {
  #banner = '';
  #farewell = '';
  #hungUp: DisconnectReason | null = null;

  /** Adds a banner (RFC 4252, section 5.4). A server may send any number of them. */
  banner(message: string): void {
    this.#banner = (this.#banner + message).slice(0, mostKept);
  }

  /**
   * Listens to the text of a disconnect (RFC 4253, section 11.1). ssh2 gives it as an error like its own, or, where
   * the server says that it was asked to, not at all; so it is read where ssh2 reads it. The same of questions without
   * a question (RFC 4256, section 3.2), "confirm on your telephone" or "your account ends tomorrow", which ssh2 answers
   * by itself.
   */
  listenTo(client: Client): void {
    const { _protocol: protocol } = client as unknown as {
      _protocol?: { _handlers?: Record<string, Handler | undefined> };
    };
    const handlers = protocol?._handlers;
    if (!handlers) return;
    const { DISCONNECT: disconnect, USERAUTH_INFO_REQUEST: ask } = handlers;
    if (disconnect) {
      handlers['DISCONNECT'] = (from, reason, description, ...rest) => {
        this.#hungUp = disconnectReasons[Number(reason) - 1] ?? 'reserved';
        if (typeof description === 'string' && !isDisconnectConstant(description)) {
          this.#farewell = description.slice(0, mostKept);
        }
        disconnect(from, reason, description, ...rest);
      };
    }
    if (ask) {
      handlers['USERAUTH_INFO_REQUEST'] = (from, title, text, prompts, ...rest) => {
        if (!Array.isArray(prompts) || prompts.length === 0)
          this.banner(`${String(title)} ${String(text)}\n`);
        ask(from, title, text, prompts, ...rest);
      };
    }
  }

  /** The reason by which the server said that it hangs up, with a text or without; null if it did not say so. */
  get hungUp(): DisconnectReason | null {
    return this.#hungUp;
  }

  /** Why it hung up, in its own words, fit to be shown; '' if it gave none. */
  get farewell(): string {
    return serverText(this.#farewell);
  }

  /** All of it, the last words first, for those are about what went wrong. */
  all(more = ''): string {
    return serverText([more, this.#farewell, this.#banner].filter((part) => part.trim() !== '').join(' — '));
  }
}
