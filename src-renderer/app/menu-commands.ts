import type { Client } from '../../src-main/contract/derive.ts';
import type { Navigation } from './navigation.svelte.ts';

/** Carries out what was chosen in the native menu. */
export function obeyMenu(client: Pick<Client, 'app'>, navigation: Navigation): void {
  client.app.menuCommand((command) => {
    if (command === 'new-import') void navigation.go('imports', { kind: 'new' });
    else if (command === 'new-connection') void navigation.go('connections', { kind: 'new' });
    else void navigation.go(command);
  });
}
