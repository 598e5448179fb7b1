import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Fingerprints, NumberCipher } from '../../../src-main/call-list/known/fingerprints.ts';
import { writeNumberFile } from '../../../src-main/call-list/known/number-file.ts';
import { NumberMemory, type NumberMemoryDeps } from '../../../src-main/features/memory/number-memory.ts';
import { tempFolder } from '../../support/temp-folder.ts';

for (const [name, isEnded] of [
  ['an import is remembered', false],
  ['an import is not remembered if the memory was ended while the keychain was asked', true],
] as const) {
  test(name, async (context) => {
    const folder = tempFolder(context);
    const key = new Uint8Array(32).fill(7);
    let days = 30;
    const deps = {
      folder: join(folder, 'memory'),
      key: {
        get: () => {
          if (isEnded) days = 0;
          return Promise.resolve(key);
        },
      },
      settings: { get: () => days },
      ...{ now: () => 0, changed: () => undefined, logError: (message: string) => assert.fail(message) },
    } as unknown as NumberMemoryDeps;
    const about = {
      ...{ jobId: 'j', name: 'a', sourceName: 'a.csv', centre: 'c', at: 0 },
      ...{ campaignId: '7', campaignName: null },
    };
    const numbers = join(folder, 'numbers');
    const { keyId } = new NumberCipher(key);
    await writeNumberFile(numbers, { keyId, home: '86', about }, [new Fingerprints(0)]);
    await (await new NumberMemory(deps).begin(numbers, about)).accepted();
    assert.equal(readdirSync(folder, { recursive: true }).length, isEnded ? 1 : 3);
  });
}
