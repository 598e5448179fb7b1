import '@fontsource-variable/inter/wght.css';
import '../ui/inputs.css';
import { mount } from 'svelte';
import { provideUiHost } from '../ui/ui-host.ts';
import { App } from '../app/app.ts';
import { createClient } from '../app/bridge.ts';
import { useManual } from '../app/manual.ts';
import { obeyMenu } from './menu-commands.ts';
import { Navigation } from '../app/navigation.svelte.ts';
import Root from './Root.svelte';
import { Session } from '../app/session.svelte.ts';
import StartFailed from './StartFailed.svelte';
import { createUiHost } from './app-ui-host.ts';

const target = document.getElementById('app') as HTMLElement;

try {
  const client = createClient(window.dialdesk);
  provideUiHost(createUiHost(client));
  const session = await Session.open(client);
  const navigation = new Navigation(session.connections.length === 0 ? 'connections' : 'imports');
  useManual(client);
  obeyMenu(client, navigation);
  window.addEventListener('beforeunload', (event) => {
    if (navigation.unsaved) event.preventDefault();
  });
  target.replaceChildren();
  mount(Root, { target, props: { app: new App(client, session, navigation) } });
  void client.app.listening();
} catch (error) {
  // Without main there is nothing to show but that; an empty window would say even less.
  target.replaceChildren();
  mount(StartFailed, { target, props: { error } });
}
