import { basename } from 'node:path';
import type { Handlers } from '../../contract/derive.ts';
import { diagnosticsParts, type DiagnosticsSource } from './diagnostics-parts.ts';
import { writeZip } from './diagnostics-zip.ts';
import type { Desktop } from '../app/desktop.ts';

/** What support needs: a redacted file to send, and the log folder. */
export function diagnosticsHandlers(
  deps: DiagnosticsSource & { readonly desktop: Desktop; readonly openLogs: () => Promise<void> },
): Handlers['diagnostics'] {
  return {
    async save() {
      const day = new Date(deps.now()).toISOString().slice(0, 10);
      const path = await deps.desktop.pickSavePath(`dialdesk-diagnostics-${day}.zip`);
      if (path === null) return null;
      return { name: basename(path), bytes: await writeZip(path, await diagnosticsParts(deps)) };
    },
    openLogs: () => deps.openLogs(),
  };
}
