import Activity from '@lucide/svelte/icons/activity';
import AudioLines from '@lucide/svelte/icons/audio-lines';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import ListChecks from '@lucide/svelte/icons/list-checks';
import Megaphone from '@lucide/svelte/icons/megaphone';
import Plug from '@lucide/svelte/icons/plug';
import Send from '@lucide/svelte/icons/send';
import Server from '@lucide/svelte/icons/server';
import Settings from '@lucide/svelte/icons/settings';
import type { Component } from 'svelte';
import type { Screen } from '../../src-main/contract/app.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import ActivityScreen from '../activity/ActivityScreen.svelte';
import CampaignsScreen from '../campaigns/CampaignsScreen.svelte';
import ConnectionsScreen from '../connections/ConnectionsScreen.svelte';
import ImportsScreen from '../imports/ImportsScreen.svelte';
import ReservationsScreen from '../reservations/ReservationsScreen.svelte';
import SettingsScreen from '../settings/SettingsScreen.svelte';
import type { Icon } from '../ui/icon.ts';
import VoiceScreen from '../voice/VoiceScreen.svelte';
import OutboxWithImports from './OutboxWithImports.svelte';
import ServersWithFiles from './ServersWithFiles.svelte';

/** A line of the rail and the screen behind it. */
export interface ScreenEntry {
  readonly label: () => string;
  readonly icon: Icon;
  /** The lower end of the rail. */
  readonly last?: boolean;
  readonly component: Component;
}

/** The rail, from top to bottom. A new domain adds one line; a screen of the contract without one does not compile. */
const entries: Readonly<Record<Screen, ScreenEntry>> = {
  imports: { label: m.shell_nav_imports, icon: ListChecks, component: ImportsScreen },
  outbox: { label: m.shell_nav_outbox, icon: Send, component: OutboxWithImports },
  campaigns: { label: m.shell_nav_campaigns, icon: Megaphone, component: CampaignsScreen },
  voice: { label: m.shell_nav_voice, icon: AudioLines, component: VoiceScreen },
  reservations: { label: m.shell_nav_reservations, icon: CalendarClock, component: ReservationsScreen },
  servers: { label: m.shell_nav_servers, icon: Server, component: ServersWithFiles },
  connections: { label: m.shell_nav_connections, icon: Plug, component: ConnectionsScreen },
  activity: { label: m.shell_nav_activity, icon: Activity, component: ActivityScreen },
  settings: { label: m.shell_nav_settings, icon: Settings, last: true, component: SettingsScreen },
};

export const rail: readonly (ScreenEntry & { readonly id: Screen })[] = (
  Object.keys(entries) as Screen[]
).map((id) => ({ id, ...entries[id] }));

export function screenComponent(screen: Screen): Component {
  return entries[screen].component;
}
