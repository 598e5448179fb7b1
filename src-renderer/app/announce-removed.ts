import type { Forgotten } from '../../src-main/contract/forgotten.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import { toasts } from '../ui/toasts.svelte.ts';

/** Announces that something was removed, and whether the keychain may still hold its secrets for a while. */
export function announceRemoved({ secretsGone }: Forgotten, text: string): void {
  if (secretsGone) toasts.show({ tone: 'ok', text });
  else toasts.show({ tone: 'info', title: text, text: m.shell_secrets_left() });
}
