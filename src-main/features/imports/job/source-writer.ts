import { rm, stat } from 'node:fs/promises';
import type { CheckSummary } from '../../../contract/call-list.ts';
import { changeAgain } from '../../../call-list/change-again.ts';
import { NumberCipher } from '../../../call-list/known/fingerprints.ts';
import { NumberFile } from '../../../call-list/known/number-file.ts';
import type { KnownPlaces } from '../../../call-list/known/places.ts';
import { CallListSession } from '../../../call-list/session.ts';
import { DialdeskError } from '../../../contract/errors.ts';
import { onDisk } from '../../../platform/system-error.ts';
import type { CleanListWriter } from './collaborators.ts';
import { markToWrite, type ImportPayload } from './import-payload.ts';

/** The part of an open call list that writing needs. */
export type OpenList = Pick<CallListSession, 'writeClean' | 'writeNumbers'>;

/** Where what is known of numbers is found, and what is to be known of these is put. */
export interface NumberPlaces {
  readonly places: () => Promise<KnownPlaces | undefined>;
  readonly keyToWrite: () => Promise<Uint8Array | null>;
  readonly pathOf: (jobId: string) => string;
  readonly logError: (message: string, error: unknown) => void;
}

/**
 * Writes clean lists from their sources. A list that is still open in the wizard is written as it was checked; after a
 * restart, or once it was closed, its source is read and checked again with the same options.
 */
export class SourceWriter implements CleanListWriter {
  readonly #workerUrl: URL | undefined;
  readonly #numbers: NumberPlaces | undefined;
  readonly #open = new Map<string, { readonly list: OpenList; readonly asChecked: () => boolean }>();

  /**
   * @param workerUrl the call list worker's entry, if it is not beside session.ts
   * @param numbers left out, nothing is known of numbers
   */
  constructor(workerUrl?: URL, numbers?: NumberPlaces) {
    this.#workerUrl = workerUrl;
    this.#numbers = numbers;
  }

  /** Writes the same lists for another use than sending them: nothing is noted of their numbers. */
  withoutNumbers(): CleanListWriter {
    const numbers = this.#numbers;
    const keyToWrite = () => Promise.resolve(null);
    return new SourceWriter(this.#workerUrl, numbers && { ...numbers, keyToWrite });
  }

  /**
   * Offers an open, checked list for a job that is about to be added. It may be closed at any time.
   * @param asChecked whether the list still matches the job's payload. Before it is the job's turn, the
   * supervisor may have gone back in the wizard and checked the same list with other options.
   */
  offer(jobId: string, list: OpenList, asChecked: () => boolean = () => true): void {
    this.#open.set(jobId, { list, asChecked });
  }

  async writeClean(
    jobId: string,
    payload: ImportPayload,
    path: string,
    watch: Parameters<CleanListWriter['writeClean']>[3],
  ) {
    const part = payload.check?.part;
    const options = {
      signal: watch.signal,
      onProgress: ({ fraction }: { fraction: number }) => {
        watch.onProgress(fraction);
      },
      ...(part && { part }),
      mark: markToWrite(payload),
    };
    // those of an older workbook must not be taken for this one's
    await this.#forgetNumbers(jobId);
    const open = this.#open.get(jobId);
    this.#open.delete(jobId);
    if (open?.asChecked()) {
      try {
        const written = await open.list.writeClean(path, options);
        if (open.asChecked() && written.rows === payload.rows) {
          await this.#writeNumbers(jobId, open.list, part);
          // checked with other options meanwhile: they are made from what was written, once it is sent
          if (!open.asChecked()) await this.#forgetNumbers(jobId);
          return written;
        }
      } catch (error) {
        if (watch.signal.aborted || !wasClosed(error)) throw error;
      }
    }
    const list = await this.#checkAgain(payload, watch.signal);
    try {
      const written = await list.writeClean(path, options);
      await this.#writeNumbers(jobId, list, part);
      return written;
    } finally {
      await list.close();
    }
  }

  /**
   * Where the fingerprints of a job's numbers are. Those of a workbook that came from elsewhere, or was written while
   * there was no key or another one, are made from what will be sent.
   * @returns null where there is no memory, or they cannot be made
   */
  async numbersOf(jobId: string, cleanPath: string, { check }: ImportPayload): Promise<string | null> {
    const numbers = this.#numbers;
    if (numbers === undefined) return null;
    const path = numbers.pathOf(jobId);
    const key = await numbers.keyToWrite();
    if (key === null) return null;
    if (isOfKey(path, key)) return path;
    const list = await CallListSession.open(cleanPath, this.#workerUrl ? { workerUrl: this.#workerUrl } : {});
    try {
      // what a number is depends on the plan; whether it may be sent was decided before
      const plan = check?.options.numberPlan;
      const numberPlan = plan && { ...plan, severity: 'warning' as const };
      await list.check({ ivr: false, duplicates: 'keep-all', ...(numberPlan && { numberPlan }) });
      return (await this.#writeNumbers(jobId, list, null)) ? path : null;
    } finally {
      await list.close();
    }
  }

  async #forgetNumbers(jobId: string): Promise<void> {
    if (this.#numbers) await onDisk(rm(this.#numbers.pathOf(jobId), { force: true }), 'the outbox');
  }

  /** That numbers cannot be remembered keeps nothing from being sent: it is said where the memory is shown. */
  async #writeNumbers(
    jobId: string,
    list: OpenList,
    part: { readonly from: number; readonly count: number } | null | undefined,
  ): Promise<boolean> {
    const numbers = this.#numbers;
    try {
      const key = (await numbers?.keyToWrite()) ?? null;
      if (numbers === undefined || key === null) return false;
      await list.writeNumbers({ path: numbers.pathOf(jobId), key, ...(part && { part }) });
      return true;
    } catch (error) {
      numbers?.logError('the numbers of an import could not be written', error);
      return false;
    }
  }

  async #checkAgain(payload: ImportPayload, signal: AbortSignal): Promise<CallListSession> {
    const { source, check, rows } = payload;
    if (source.path === null || check === null) {
      throw new DialdeskError('file_unreadable', 'The list came as a workbook that is gone', {
        details: { reason: 'not-found', name: source.name },
      });
    }
    const found = await stat(source.path).catch(() => null);
    if (found && (found.size !== source.size || found.mtimeMs !== source.mtimeMs)) {
      throw changed(source.name, 'source');
    }
    const list = await CallListSession.open(source.path, {
      signal,
      ...(this.#workerUrl && { workerUrl: this.#workerUrl }),
    });
    try {
      const places = await this.#numbers?.places();
      let summary = await list.check(check.options, { signal, now: new Date(check.at), places });
      summary = (await changeAgain(list, check.edits, signal)) ?? summary;
      const { from = 0, count = summary.ready } = check.part ?? {};
      const isOtherOutcome = Math.min(summary.ready - from, count) !== rows;
      // One that could be applied then and cannot be now might have blocked other rows.
      const isUnapplied = summary.doNotCallLists.some(({ fault }) => fault !== null);
      if (isUnapplied || isOtherOutcome) {
        const lists = await otherLists(summary, check, isOtherOutcome);
        throw lists.length > 0 ? listsChanged(source.name, lists) : changed(source.name, 'outcome');
      }
      return list;
    } catch (error) {
      await list.close();
      throw error;
    }
  }
}

/** Whether there are numbers, and made with this key: the keychain may have been replaced since. */
function isOfKey(path: string, key: Uint8Array): boolean {
  try {
    const file = NumberFile.open(path);
    file?.close();
    return file?.head.keyId === new NumberCipher(key).keyId;
  } catch {
    return false;
  }
}

/** Closing a list ends its work with one of these. */
function wasClosed(error: unknown): boolean {
  return error instanceof DialdeskError && (error.code === 'cancelled' || error.code === 'not_found');
}

/**
 * The do-not-call lists that are others than at the check: those that cannot be applied any more and, where other rows
 * are ready than then, those that were read again since.
 */
async function otherLists(
  { doNotCallLists, doNotCall }: Pick<CheckSummary, 'doNotCallLists' | 'doNotCall'>,
  { at, options }: NonNullable<ImportPayload['check']>,
  isOtherOutcome: boolean,
): Promise<string[]> {
  const kept = doNotCallLists.filter(
    ({ fault, facts }) => fault !== null || (isOtherOutcome && facts !== null && facts.readAt > at),
  );
  const own = options.doNotCall === undefined ? null : await stat(options.doNotCall).catch(() => null);
  const isNewer = isOtherOutcome && own !== null && own.mtimeMs > at;
  return [...kept.map(({ name }) => name), ...(isNewer && doNotCall ? [doNotCall.name] : [])];
}

function listsChanged(name: string, lists: readonly string[]): DialdeskError {
  return new DialdeskError('file_changed', 'a do-not-call list is no longer what the check went by', {
    details: { name, what: 'lists', lists: [...lists] },
  });
}

function changed(name: string, what: 'source' | 'outcome'): DialdeskError {
  return new DialdeskError('file_changed', `${name} is no longer what was checked`, {
    details: { name, what },
  });
}
