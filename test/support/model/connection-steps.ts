import type { ConnectionSettings } from '../../../src-main/contract/connections.ts';
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
      world.act(
        () => world.client.connections.update({ id, settings }),
        () => 'changed',
      );
      const { isales, vdnId, name } = settings;
      return `${ground.site} is ${name} now, at port ${isales.port}, VDN ${vdnId}`;
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
