import type { ConnectionSettings } from '../../../src-main/contract/connections.ts';
import type { Asked } from './asked.ts';
import { hasConnection, type Step } from './step.ts';

/** Where nobody listens. */
const nowhere = { host: '127.0.0.1', port: 1 };

/** Changes of a connection that keep it from its call centre, or do not. */
const changes: readonly ((settings: ConnectionSettings) => ConnectionSettings)[] = [
  (settings) => settings,
  (settings) => ({ ...settings, name: `${settings.name} (renamed)` }),
  (settings) => ({ ...settings, isales: nowhere }),
  (settings) => ({ ...settings, ccfs: nowhere }),
  (settings) => ({ ...settings, vdnId: settings.vdnId + 1 }),
  (settings) => ({ ...settings, accessKey: 'another-key' }),
];

/** What the user has not been told of yet may be put together for where the connection leads by then. */
export function opened(one: Asked, connectionId: string, site: string): void {
  for (const place of one.kind === 'import' ? one.places.values() : [one]) {
    if (place.open && place.connectionId === connectionId) place.sites.add(site);
  }
}

/** What a user does with connections. */
export const connectionSteps: readonly Step[] = [
  {
    name: 'use another connection',
    possible: hasConnection,
    run: (world, model, choice) => {
      const { id, name } = choice.of(model.seen.connections);
      world.act(
        () => world.client.connections.use({ id }),
        () => 'in use',
      );
      return name;
    },
  },
  {
    name: 'change a connection',
    possible: hasConnection,
    weight: 2,
    run: (world, model, choice) => {
      const { id } = choice.of(model.seen.connections);
      const ground = world.ground.connections.find((one) => one.id === id);
      if (!ground) return 'none of ours';
      const settings = choice.of(changes)(ground.settings);
      world.leads(id, ground.site);
      for (const one of model.asked) opened(one, id, ground.site);
      const { secretKey } = ground;
      world.act(
        () => world.client.connections.update({ id, settings, secretKey }),
        () => 'changed',
      );
      const { isales, vdnId, name } = settings;
      return `${ground.site} is ${name} now, at port ${isales.port}, VDN ${vdnId}`;
    },
  },
  {
    name: 'lead a connection to the other call centre',
    possible: hasConnection,
    weight: 3,
    run: (world, model, choice) => {
      const { id, name } = choice.of(model.seen.connections);
      const there = choice.of(world.ground.connections);
      const settings = { ...there.settings, name };
      world.leads(id, there.site);
      for (const one of model.asked) opened(one, id, there.site);
      const { secretKey } = there;
      world.act(
        () => world.client.connections.update({ id, settings, secretKey }),
        () => `it leads to ${there.site}`,
      );
      return `${name} to ${there.site}`;
    },
  },
  {
    name: 'remove a connection',
    // one stays
    possible: ({ seen }) => seen.connections.length > 1,
    run: (world, model, choice) => {
      const { id, name } = choice.of(model.seen.connections);
      world.act(
        () => world.client.connections.remove({ id }),
        () => 'removed',
      );
      return name;
    },
  },
];
