import type { ServerState } from '../../src-main/contract/server-state.ts';
import type { FileServer } from '../../src-main/contract/servers.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import { accessQuestion, type ServerAccess } from '../app/server-access.svelte.ts';
import type { ServersView } from './servers-view.svelte.ts';

/** What a server is called on screen: its name here, or else its address, as the call centre gives it no name. */
export function serverTitle(server: Pick<FileServer, 'label' | 'ip' | 'port' | 'serverId'>): string {
  return server.label ?? serverAddress(server);
}

/** Its address and port; its ID where the call centre does not say them. */
export function serverAddress({ ip, port, serverId }: Pick<FileServer, 'ip' | 'port' | 'serverId'>): string {
  if (ip === null) return serverId;
  const host = ip.includes(':') ? `[${ip}]` : ip;
  return port === null ? host : `${host}:${port}`;
}

/** What a person can give so that a server lets us in, and the words for it; null where nothing helps. */
export function remedy(
  state: ServerState | null,
  access: ServerAccess,
  view: ServersView,
  serverId: string,
): { readonly label: string; readonly run: () => Promise<void> } | null {
  const question = state?.error ? accessQuestion(state.error) : null;
  if (question === null) return null;
  const labels = {
    password: m.servers_action_password,
    answer: m.servers_action_answer,
    key: m.servers_action_own_key,
    'host-key': m.servers_action_key,
    'host-key-changed': m.servers_action_key_changed,
  };
  return {
    label: labels[question.kind](),
    run: async () => {
      if (!(await access.ask(question))) return;
      await view.reread(serverId);
      await view.checks.start(serverId);
    },
  };
}
