import type { InterfaceName } from '../../../src-main/contract/result-codes.ts';
import type { HttpFault } from '../../../src-main/demo/faults.ts';
import { replan, setClock } from './start-times.ts';
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
    run: (world, model) => {
      for (const { demo } of world.ground.sites) demo.faults.clear();
      world.keychain.locked = false;
      world.disk.refuses = 0;
      world.ground.room.empty();
      setClock(world, model, 0);
      world.dialdesk.resumeWaitingFor('network');
      world.dialdesk.resumeWaitingFor('password');
      return 'faults are gone, the keychain is unlocked, there is room, the clock is right';
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
    name: 'the disk is full until all is waited for',
    weight: 3,
    run: (world, _model, choice) => {
      const left = choice.of([0, 0, 4_096, 12_288, 40_960, 122_880]);
      world.ground.room.fill(left);
      // where no such disk can be had, the database alone meets it
      if (world.ground.room.folder === world.ground.folder) world.disk.refuses = Infinity;
      return `it takes ${left} bytes more`;
    },
  },
  {
    name: 'the computer sleeps',
    weight: 10,
    run: (world, model, choice) => {
      const hours = choice.of([0.2, 1.2, 3, 11, 14, 26]);
      world.ground.clock.sleep(hours * 3_600_000);
      replan(world, model);
      world.dialdesk.resumeWaitingFor('network');
      return `for ${hours} hours`;
    },
  },
  {
    name: 'the clock is set',
    weight: 2,
    run: (world, model, choice) => {
      const hours = choice.of([0, 0, 1, -1, -0.01, 26, -26]);
      setClock(world, model, hours * 3_600_000);
      return hours === 0 ? 'right' : `it is ${hours} hours ahead`;
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
