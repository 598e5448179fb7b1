import Pencil from '@lucide/svelte/icons/pencil';
import Trash2 from '@lucide/svelte/icons/trash-2';
import { m } from '../../src-main/contract/messages/messages.js';
import type { LackableInterface } from '../../src-main/contract/server-changes.ts';
import type { FileServer } from '../../src-main/contract/servers.ts';
import { attempt } from '../app/failures.ts';
import type { Icon } from '../ui/icon.ts';
import type { MenuItem } from '../ui/menu-item.ts';
import type { ServersView } from './servers-view.svelte.ts';

/** What can be done with a server's entry in the call centre. A line that cannot be chosen says why. */
export function entryMenu(view: ServersView, server: FileServer, ondelete: () => void): MenuItem[] {
  const line = (name: LackableInterface, label: string, icon: Icon, run: () => void): MenuItem => ({
    label,
    icon,
    disabled: view.lacks(name),
    ...(view.lacks(name) && { note: m.servers_lacks_note() }),
    onselect: run,
  });
  return [
    {
      ...line('updateServer', m.servers_modify(), Pencil, () => {
        void attempt(() => view.modify(server.serverId));
      }),
      apart: true,
    },
    { ...line('deleteServer', m.servers_delete(), Trash2, ondelete), danger: true },
    ...(view.lacks('updateServer') || view.lacks('deleteServer')
      ? [{ label: m.servers_lacks_retry(), onselect: () => void attempt(() => view.forgetLacking()) }]
      : []),
  ];
}
