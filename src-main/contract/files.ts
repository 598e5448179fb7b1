import * as v from 'valibot';
import { WrittenFile } from './call-list.ts';
import { FileToken } from './app.ts';
import { call, push } from './define.ts';

/** A file the user chose to save: its name, for a message; never its path. */
export const SavedFile = v.object({ name: v.string(), ...WrittenFile.entries });

/** Files that come in through dialogs, and those Dialdesk was asked to open. */
export const files = {
  /** Opens the system's dialog; an empty list when it was cancelled. */
  pick: call(
    v.object({
      purpose: v.picklist([
        'call-list',
        'do-not-call',
        'voice',
        'voice-folder',
        'upload',
        'prepared',
        'private-key',
      ]),
    }),
    v.array(FileToken),
  ),
  /** Files that Dialdesk was started with, or was asked to open since, each reported once. */
  toOpen: call(v.void(), v.array(FileToken)),
  /** There is something to open. */
  arrived: push(v.void()),
  /** Of the folders that were picked or dropped, some files were left out: `most` are taken, from so many levels. */
  folderCut: push(v.object({ most: v.number(), levels: v.number() })),
  /** A sample that comes with Dialdesk. */
  sample: call(v.optional(v.picklist(['call-list', 'voice']), 'call-list'), FileToken),
} as const;
