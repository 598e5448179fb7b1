/**
 * Everything that may cross between the window and main, as one runtime object. Main's handlers, the
 * preload, the window's client and the test helpers are derived from it, so a missing end does not compile.
 */
import { activity } from './activity.ts';
import { app } from './app.ts';
import { backup } from './backup.ts';
import { callLists, mappings } from './call-lists.ts';
import { callResults } from './call-results.ts';
import { campaigns } from './campaigns.ts';
import { connections } from './connections.ts';
import { diagnostics } from './diagnostics.ts';
import { doNotCallLists } from './do-not-call-lists.ts';
import { files } from './files.ts';
import { hostKeys } from './host-keys.ts';
import { importResults } from './import-results.ts';
import { imports } from './imports.ts';
import { licences } from './licences.ts';
import { manual } from './manual.ts';
import { memory } from './memory.ts';
import { outbox } from './outbox.ts';
import { remoteFiles } from './remote-files.ts';
import { reservations } from './reservation-book.ts';
import { reservationChanges } from './reservation-sheet.ts';
import { takeBacks } from './take-back.ts';
import { servers } from './servers.ts';
import { transfers } from './transfers.ts';
import { updates } from './updates.ts';
import { voice } from './voice-files.ts';

export const contract = {
  app,
  licences,
  manual,
  connections,
  callLists,
  mappings,
  campaigns,
  servers,
  hostKeys,
  remoteFiles,
  transfers,
  imports,
  takeBacks,
  outbox,
  reservationChanges,
  importResults,
  memory,
  doNotCallLists,
  callResults,
  voice,
  activity,
  updates,
  reservations,
  backup,
  diagnostics,
  files,
} as const;

export type Contract = typeof contract;
