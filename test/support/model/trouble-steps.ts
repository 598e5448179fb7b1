import type { HttpFault, InterfaceName } from '../../../src-main/demo/faults.ts';
import { crashPlaces } from './crash-plan.ts';
import type { Step } from './step.ts';

/** What goes wrong with a request. Only `lost` takes effect; all others did nothing, whatever the app may think. */
const faults: readonly HttpFault[] = [
  ...Array.from({ length: 6 }, () => ({ kind: 'lost' }) as const),
  { kind: 'reset' },
  { kind: 'garbage' },
  { kind: 'delay', ms: 20 },
  ...[307, 401, 404, 407, 503].map((status) => ({ kind: 'status', status }) as const),
  ...['0200004', '405-000'].map((resultCode) => ({ kind: 'code', resultCode }) as const),
];

const interfaces: readonly InterfaceName[] = [
  ...([
    'uploadFileServer',
    'uploadFileServer',
    'uploadFileServer',
    'ivr/uploadFile',
    'ivr/uploadFile',
  ] as const),
  ...(['appoint/update', 'appoint/update', 'appoint/update', 'appoint/create', 'appoint/delete'] as const),
  'queryServer',
];

/** What the network, the machine and the systems do to the user. */
export const troubleSteps: readonly Step[] = [
  {
    name: 'a request goes wrong',
    weight: 7,
    run: (world, _model, choice) => {
      const site = choice.of(world.ground.sites);
      const on = choice.of(interfaces);
      const fault = choice.of(faults);
      site.demo.faults.add({ http: [{ on, fault, times: 1 + choice.number(2) }] });
      return `${on} of ${site.name}: ${JSON.stringify(fault)}`;
    },
  },
  {
    name: 'an upload is cut',
    run: (world, _model, choice) => {
      const site = choice.of(world.ground.sites);
      site.demo.faults.add({ sftp: [{ cutAfterBytes: choice.of([0, 500, 3_000]) }] });
      return site.name;
    },
  },
  {
    name: 'all is well again',
    run: (world) => {
      for (const { demo } of world.ground.sites) demo.faults.clear();
      world.keychain.locked = false;
      world.disk.refuses = 0;
      world.dialdesk.resumeWaitingFor('network');
      world.dialdesk.resumeWaitingFor('password');
      return 'faults are gone, the keychain is unlocked';
    },
  },
  {
    name: 'the keychain is locked, or unlocked',
    run: (world) => {
      world.keychain.locked = !world.keychain.locked;
      if (!world.keychain.locked) world.dialdesk.resumeWaitingFor('password');
      return world.keychain.locked ? 'locked' : 'unlocked';
    },
  },
  {
    name: 'the keychain and the network are slow',
    weight: 2,
    run: (world) => {
      world.hold();
      return 'until everything is waited for';
    },
  },
  {
    name: 'the disk is full for a while',
    run: (world, _model, choice) => {
      world.disk.refuses = 1 + choice.number(4);
      return `it refuses ${world.disk.refuses} writes`;
    },
  },
  {
    name: 'try all that wait',
    run: (world) => {
      world.act(
        () => world.client.outbox.tryAll(),
        () => 'tried',
      );
      return '';
    },
  },
  {
    name: 'start again',
    run: async (world) => {
      await world.restart();
      return '';
    },
  },
  {
    name: 'crash',
    weight: 6,
    run: (world, _model, choice) => {
      const place = choice.of(crashPlaces);
      const passings = 1 + choice.number(4);
      world.crashPlan.arm(place, passings);
      return `${place}, passing ${passings}`;
    },
  },
];
