import { detailsOf } from '../contract/error-details.ts';
import { DialdeskError } from '../contract/errors.ts';
import { CommandError, readArguments } from './check-arguments.ts';
import { printJson, printText, type Output } from './check-output.ts';
import { CheckTargets } from './check-targets.ts';
import { checkUsage } from './check-usage.ts';
import { CallListEngine } from './engine.ts';
import { rejectWords } from './reject-words.ts';
import { noteText, sourceNotes } from './source-notes.ts';

/** The command `check`. @returns the exit status */
export async function runCheck(args: readonly string[], output: Output): Promise<number> {
  let engine: CallListEngine | undefined;
  let targets: CheckTargets | undefined;
  try {
    const command = await readArguments(args);
    if (command === undefined) {
      output.out(checkUsage);
      return 0;
    }
    const { clean, rejects } = command;
    targets = new CheckTargets([clean, rejects]);
    const options = await command.readOptions();
    engine = await CallListEngine.open(command.file, options);
    const open = engine;
    const summary = await engine.check(options);
    if (clean !== undefined) {
      const { mark } = command;
      await targets.write(clean, (path) => open.checked.writeClean(path, {}, { mark }));
    }
    if (rejects !== undefined) {
      const words = await rejectWords(englishTitles, 'en');
      await targets.write(rejects, (path) => open.checked.writeRejects(path, words));
    }
    if (command.json) printJson(summary, engine.info, engine.checked.allIssues(), output);
    else printText(summary, engine.info, output);
    return summary.ready + summary.blank === summary.rows ? 0 : 1;
  } catch (error) {
    // A command that is wrong has no targets: whoever mistyped an option loses nothing.
    const removed = (await targets?.removeOlder()) ?? [];
    if (!(error instanceof DialdeskError) && !(error instanceof CommandError)) throw error;
    output.err(`${messageOf(error)}\n`);
    for (const sentence of removed) output.err(`${sentence}\n`);
    // Why it cannot be checked may lie in how it was read: the list may be on another sheet.
    if (engine)
      for (const note of sourceNotes(engine.info, { groups: [] })) output.err(`${noteText(note)}\n`);
    const isForeign =
      error instanceof DialdeskError && detailsOf(error, 'file_unreadable').reason === 'no-called-column';
    const proposal = isForeign ? await engine?.propose() : undefined;
    if (proposal?.mapping)
      output.err(
        `Proposed mapping; check it, save it and pass it with --map:\n${JSON.stringify(proposal.mapping)}\n`,
      );
    const marks = proposal?.columns.filter(({ role }) => role === 'doNotCall') ?? [];
    if (marks.length > 0)
      output.err(
        `Customers marked “do not call” are left out, by column: ${marks.map(({ header }) => header).join(', ')}\n`,
      );
    return 2;
  } finally {
    await engine?.close();
  }
}

const englishTitles = { sheetName: 'Rejected', row: 'Row', rule: 'Rule', explanation: 'What is wrong' };

function messageOf(error: DialdeskError | CommandError): string {
  if (error instanceof CommandError) return error.message;
  const { reason, file } = detailsOf(error, 'file_unreadable');
  const of = file === 'do-not-call' ? 'The do-not-call list: ' : '';
  const fields = error.fields?.map(({ path, rule }) => `\n${path}: ${rule}`).join('') ?? '';
  return `${of}${error.message} (${reason ?? error.code})${fields}`;
}
