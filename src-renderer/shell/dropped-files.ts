import type { FileToken, Screen } from '../../src-main/contract/app.ts';
import { hasSoundName } from '../../src-main/contract/sound-files.ts';

const preparedNames = /\.dialdesk$/i;
const listNames = /\.(?:xls[xmb]?|csv|tsv|txt|ods|numbers)$/i;

/**
 * Which dropped files are voice files, exported imports and call lists, by their names: what they really are is found out
 * where they go. A name that says neither goes to the screen it was dropped on.
 */
export function sortDropped(
  files: readonly FileToken[],
  screen: Screen,
): {
  readonly voice: readonly FileToken[];
  readonly prepared: readonly FileToken[];
  readonly lists: readonly FileToken[];
  /** One kind is taken at a time, the first of these that there is. What is left over is to be told. */
  readonly left: readonly FileToken[];
} {
  const isPrepared = ({ name }: FileToken): boolean => preparedNames.test(name);
  const isVoice = ({ name }: FileToken): boolean =>
    hasSoundName(name) || (screen === 'voice' && !listNames.test(name) && !preparedNames.test(name));
  const voice = files.filter(isVoice);
  const prepared = files.filter(isPrepared);
  const lists = files.filter((file) => !isVoice(file) && !isPrepared(file));
  const taken = [voice, prepared, lists].find(({ length }) => length > 0);
  return { voice, prepared, lists, left: files.filter((file) => !taken?.includes(file)) };
}
