import type { Client } from '../../src-main/contract/derive.ts';
import { pageOfScreen } from '../../src-main/contract/manual.ts';
import { saveDiagnostics } from '../app/diagnostics.ts';
import { attempt } from '../app/failures.ts';
import type { Navigation } from '../app/navigation.svelte.ts';

/** Carries out what was chosen outside of the window: in the native menu, or by a press on a notification. */
export function obeyMenu(
  client: Pick<Client, 'app' | 'diagnostics' | 'manual'>,
  navigation: Navigation,
): void {
  client.app.menuCommand((command) => {
    if (command === 'new-import') void navigation.go('imports', { kind: 'new' });
    else if (command === 'new-connection') void navigation.go('connections', { kind: 'new' });
    else if (command === 'open-prepared') void navigation.go('imports', { kind: 'open-prepared' });
    else if (command === 'modify-reservation') void navigation.go('reservations', { kind: 'new' });
    else if (command === 'save-diagnostics') void saveDiagnostics(client);
    else if (command === 'manual')
      void attempt(() => client.manual.open({ kind: 'page', page: pageOfScreen[navigation.screen] }));
    else if (command === 'shortcuts')
      void attempt(() => client.manual.open({ kind: 'page', page: 'shortcuts' }));
    else void navigation.go(command);
  });
  client.app.show(({ screen, id }) => void navigation.go(screen, { kind: 'open', id }));
}
