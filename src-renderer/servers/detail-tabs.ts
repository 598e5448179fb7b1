import type { Component } from 'svelte';
import { m } from '../../src-main/contract/messages/messages.js';
import type { FileServer } from '../../src-main/contract/servers.ts';
import FilesTab from './browse/FilesTab.svelte';
import OverviewTab from './OverviewTab.svelte';
import ReachTab from './ReachTab.svelte';
import type { ServersView } from './servers-view.svelte.ts';

/** What every tab of an open file server is given. */
export interface DetailTabProps {
  readonly view: ServersView;
  readonly server: FileServer;
}

/** The tabs of an open file server, from left to right. A new one adds one line. */
export const detailTabs: readonly {
  readonly id: string;
  readonly label: () => string;
  readonly component: Component<DetailTabProps>;
}[] = [
  { id: 'overview', label: m.servers_tab_overview, component: OverviewTab },
  { id: 'files', label: m.files_tab, component: FilesTab },
  { id: 'reach', label: m.servers_tab_reach, component: ReachTab },
];
