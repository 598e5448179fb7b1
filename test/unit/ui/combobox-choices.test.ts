import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ComboboxChoices } from '../../../src-renderer/ui/combobox-choices.svelte.ts';

const choices = (...values: string[]) => values.map((value) => ({ value, label: value }));
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

/** A search whose answers come when the test says so. */
function searches() {
  const asked: {
    text: string;
    page: number;
    signal: AbortSignal;
    answer: (more: boolean, ...values: string[]) => Promise<void>;
    fail: () => Promise<void>;
  }[] = [];
  const find = (text: string, signal: AbortSignal, page: number) => {
    const { promise, resolve, reject } = Promise.withResolvers<{
      choices: ReturnType<typeof choices>;
      more: boolean;
    }>();
    asked.push({
      text,
      page,
      signal,
      answer: (more, ...values) => (resolve({ choices: choices(...values), more }), turn()),
      fail: () => (reject(new Error('gone')), turn()),
    });
    return promise;
  };
  const offered = new ComboboxChoices(() => find);
  const values = () => offered.offered.map(({ value }) => value);
  return { asked, offered, values };
}

test('a list is filtered by what is typed, in value, label and note', () => {
  const list = [
    { value: '1', label: 'Spring' },
    { value: '2', label: 'Autumn', note: 'springer' },
    { value: 'spring', label: 'x' },
    { value: '4', label: 'Winter' },
  ];
  const offered = new ComboboxChoices(() => list);
  offered.find('SPRING');
  assert.deepEqual(
    offered.offered.map(({ value }) => value),
    ['1', '2', 'spring'],
  );
});

test('pages follow each other as they are wanted, and no value is offered twice', async () => {
  const { asked, offered, values } = searches();
  offered.find('', 0);
  await turn();
  await asked[0]?.answer(true, 'a', 'b', 'a');
  assert.deepEqual(values(), ['a', 'b']);
  assert.equal(offered.more, true);

  offered.next();
  offered.next();
  assert.deepEqual(
    asked.map(({ page }) => page),
    [1, 2],
  );
  await asked[1]?.answer(false, 'b', 'c');
  assert.deepEqual(values(), ['a', 'b', 'c']);
  offered.next();
  assert.equal(asked.length, 2);
});

test('a source that gives its first page for ever comes to an end', async () => {
  const { asked, offered, values } = searches();
  offered.find('', 0);
  await turn();
  await asked[0]?.answer(true, 'a');
  offered.next();
  await asked[1]?.answer(true, 'a');
  assert.deepEqual([values(), offered.more, offered.searching], [['a'], false, false]);
});

test('what comes for an older text is forgotten', async () => {
  const { asked, offered, values } = searches();
  offered.find('s', 0);
  await turn();
  offered.find('sp', 0);
  await turn();
  assert.equal(asked[0]?.signal.aborted, true);
  await asked[1]?.answer(true, 'spring');
  await asked[0].answer(true, 'summer');
  assert.deepEqual([values(), offered.searching], [['spring'], false]);
});

test('a page that fails leaves what is there, and can be asked for again', async () => {
  const { asked, offered, values } = searches();
  offered.find('', 0);
  await turn();
  await asked[0]?.answer(true, 'a');
  offered.next();
  await asked[1]?.fail();
  assert.deepEqual([values(), offered.failed, offered.more], [['a'], true, true]);
  offered.next();
  await asked[2]?.answer(false, 'b');
  assert.deepEqual([asked[2]?.page, values(), offered.failed], [2, ['a', 'b'], false]);
});
