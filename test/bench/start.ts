// How soon there is something to see, and what the app takes while nobody does anything, against an Electron app
// that is one empty window. Both are started with the same flags, each in a new user-data folder.
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { defineBench } from './framework/bench.ts';
import type { Task } from './framework/bench.ts';
import { startApp } from './start/running-app.ts';

/** What is still being done after the first paint is over by then. */
const settling = 4_000; // ms
const watched = 6_000; // ms

const task =
  (app: URL): Task =>
  async () => {
    const running = await startApp(fileURLToPath(app));
    try {
      await pause(settling);
      const before = await running.usage();
      await pause(watched);
      const after = await running.usage();
      return {
        // these stand for the framework's own figures, which are of this process and not of the app
        seconds: running.painted,
        drawn: running.drawn,
        peakMB: after.memoryMB,
        cpuPercent: ((after.cpuSeconds - before.cpuSeconds) / (watched / 1000)) * 100,
      };
    } finally {
      await running.end();
    }
  };

export default defineBench({
  rounds: 7,
  tasks: {
    empty: task(new URL('start/empty-app.ts', import.meta.url)),
    dialdesk: task(new URL('../../', import.meta.url)),
  },
  figures(median) {
    const compared = (measure: string) => ({
      value: median('dialdesk', measure),
      peer: 'an empty window',
      ratio: median('dialdesk', measure) / median('empty', measure),
    });
    return [
      {
        figure: 'start until the first content is painted',
        unit: 's',
        ...compared('seconds'),
        target: { of: 'ratio', atMost: 1.5 },
      },
      {
        figure: 'start until there is a screen with a heading',
        unit: 's',
        ...compared('drawn'),
      },
      { figure: 'idle: memory of all processes', unit: 'MB', ...compared('peakMB') },
      { figure: 'idle: one processor', unit: '%', value: median('dialdesk', 'cpuPercent') },
      { figure: 'idle: one processor, an empty window', unit: '%', value: median('empty', 'cpuPercent') },
    ];
  },
});
