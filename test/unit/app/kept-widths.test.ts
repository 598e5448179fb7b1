import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TableWidths } from '../../../src-main/contract/column-widths.ts';
import { createClient } from '../../../src-renderer/app/bridge.ts';
import { KeptWidths } from '../../../src-renderer/app/kept-widths.svelte.ts';
import { appHandlers } from '../../../src-main/features/app/app-handlers.ts';
import { fakeBridge } from '../../support/fake-bridge.ts';
import { SettingsTable } from '../../../src-main/store/settings.ts';
import { memoryStatements } from '../../support/memory-store.ts';

const wide = { table: 'imports', wide: true } as const;
const narrow = { table: 'imports', wide: false } as const;
const turn = (): Promise<void> => new Promise(setImmediate);

/** The window's widths, over main's handlers and a store. */
function open(settings = new SettingsTable(memoryStatements())) {
  const { columnWidths, setColumnWidths } = appHandlers({
    settings,
  } as Parameters<typeof appHandlers>[0]);
  const saved: TableWidths[] = [];
  const { bridge } = fakeBridge({
    app: {
      columnWidths,
      async setColumnWidths(changed) {
        await turn();
        saved.push(changed);
        await setColumnWidths(changed);
      },
    },
  });
  return { widths: new KeptWidths({ client: createClient(bridge) }), saved, settings };
}

async function settle(): Promise<void> {
  for (let turns = 0; turns < 20; turns++) await turn();
}

test('widths come back at the next start, each layout of a table with its own', async () => {
  const { widths, settings } = open();
  widths.set({ ...wide, widths: { name: 300 } }, true);
  widths.set({ ...narrow, widths: { name: 140 } }, true);
  await settle();
  const next = open(settings).widths;
  assert.deepEqual(next.of(wide), {}, 'not read yet');
  await settle();
  assert.deepEqual([next.of(wide), next.of(narrow)], [{ name: 300 }, { name: 140 }]);
  assert.deepEqual(next.of({ table: 'outbox', wide: true }), {});
});

test('widths that were given up are those of a new installation', async () => {
  const { widths, settings } = open();
  widths.set({ ...wide, widths: { name: 300 } }, true);
  await settle();
  widths.set({ ...wide, widths: {} }, true);
  await settle();
  const next = open(settings).widths;
  await settle();
  assert.deepEqual(next.of(wide), {});
});

test('a column that is being drawn is shown and not saved; of what is let go meanwhile, only the latest is', async () => {
  const { widths, saved } = open();
  for (let name = 101; name <= 140; name++) widths.set({ ...wide, widths: { name } }, false);
  assert.deepEqual(widths.of(wide), { name: 140 });
  await settle();
  assert.equal(saved.length, 0);
  for (let name = 201; name <= 240; name++) widths.set({ ...wide, widths: { name } }, true);
  await settle();
  assert.deepEqual(
    saved.map((each) => each.widths),
    [{ name: 201 }, { name: 240 }],
  );
});

test('what somebody changes before the kept widths were read stays', async () => {
  const { widths, settings } = open();
  widths.set({ ...wide, widths: { name: 300 } }, true);
  await settle();
  const next = open(settings).widths;
  next.set({ ...wide, widths: { name: 180 } }, false);
  await settle();
  assert.deepEqual(next.of(wide), { name: 180 });
});
