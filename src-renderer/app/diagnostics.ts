import type { Client } from '../../src-main/contract/derive.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import { toasts } from '../ui/toasts.svelte.ts';
import { attempt } from './failures.ts';
import { formatBytes } from './format.ts';

/** Saves the diagnostics where the user chooses, and says what to do with them. */
export async function saveDiagnostics(client: Pick<Client, 'diagnostics'>): Promise<void> {
  await attempt(async () => {
    const saved = await client.diagnostics.save();
    if (!saved) return;
    const { name, bytes } = saved;
    toasts.show({ tone: 'ok', text: m.shell_diagnostics_saved({ name, size: formatBytes(bytes) }) });
  });
}
