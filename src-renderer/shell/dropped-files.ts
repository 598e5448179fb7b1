import type { FileToken, Screen } from '../../src-main/contract/app.ts';

const soundNames =
  /\.(?:wave?|bwf|rf64|w64|mp[234]|m4a|aac|og[ag]|opus|flac|aif[fc]?|wma|amr|au|snd|caf|gsm)$/i;
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
} {
  const isPrepared = ({ name }: FileToken): boolean => preparedNames.test(name);
  const isVoice = ({ name }: FileToken): boolean =>
    soundNames.test(name) || (screen === 'voice' && !listNames.test(name) && !preparedNames.test(name));
  return {
    voice: files.filter(isVoice),
    prepared: files.filter(isPrepared),
    lists: files.filter((file) => !isVoice(file) && !isPrepared(file)),
  };
}
