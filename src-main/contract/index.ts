/**
 * Everything that may cross between the window and main, as one runtime object. Main's handlers, the
 * preload, the window's client and the test helpers are derived from it, so a missing end does not compile.
 */
import * as v from 'valibot';
import { AppState, FileToken, LanguageChoice, MenuCommand, ThemeChoice } from './app.ts';
import { ConnectionTest } from './connection-test.ts';
import { Connection, ConnectionId, ConnectionSettings, TlsTrust } from './connections.ts';
import {
  CellEdit,
  CheckProgress,
  CheckRequest,
  CheckSummary,
  IssuePage,
  IssueQuery,
  ReadOptions,
  RowView,
  SourceInfo,
  WrittenFile,
} from './call-list.ts';
import { call, push } from './define.ts';
import { HostKeyChange, HostKeyInfo } from './host-keys.ts';
import { NewImport } from './imports.ts';
import { MappedRow, Mapping, MappingProposal, SavedMapping } from './mapping.ts';
import { AppliedMends, MendPreview } from './mends.ts';
import { Job, JobDecision, JobId, JobPage, JobQuery, JobsChanged } from './jobs.ts';
import { Destination, DestinationState, ServerPage, ServerPageQuery, ServerPassword } from './servers.ts';
import {
  OpenedVoiceFiles,
  VoiceConnection,
  VoiceFile,
  VoiceFileId,
  VoicePlayback,
  VoiceProgress,
  VoiceUpload,
  VoiceUploadPage,
  VoiceUploadQuery,
  VoiceVersion,
} from './voice-files.ts';
import { ConversionOptions, VoiceWave } from './voice.ts';

const Id = v.object({ id: ConnectionId });
/** The secret key on its way in. It never comes out again. */
const SecretKey = v.pipe(v.string(), v.nonEmpty('required'), v.maxLength(1024, 'too_long'));

const CallListId = v.pipe(v.string(), v.uuid());
const InCallList = v.object({ list: CallListId });
const OpenCallList = v.object({ list: CallListId, source: SourceInfo });
/** A file the user chose to save: its name, for a message; never its path. */
const SavedFile = v.object({ name: v.string(), ...WrittenFile.entries });

export const contract = {
  app: {
    state: call(v.void(), AppState),
    setLanguage: call(LanguageChoice, AppState),
    setTheme: call(ThemeChoice, AppState),
    /** Looks for the keychain again, after the user has unlocked it. */
    retryVault: call(v.void(), AppState),
    copyText: call(v.pipe(v.string(), v.maxLength(100_000)), v.void()),
    changed: push(AppState),
    menuCommand: push(MenuCommand),
  },
  connections: {
    list: call(v.void(), v.array(Connection)),
    create: call(v.object({ settings: ConnectionSettings, secretKey: SecretKey }), Connection),
    update: call(
      v.object({
        id: ConnectionId,
        settings: ConnectionSettings,
        /** Left out: the saved one stays. */
        secretKey: v.optional(SecretKey),
      }),
      Connection,
    ),
    duplicate: call(v.object({ id: ConnectionId, name: v.string() }), Connection),
    remove: call(Id, v.void()),
    use: call(Id, AppState),
    /**
     * Tries settings that need not be saved. Without a secret key, the saved one of `id` is used.
     */
    test: call(
      v.object({
        id: v.optional(ConnectionId),
        settings: ConnectionSettings,
        secretKey: v.optional(SecretKey),
      }),
      ConnectionTest,
    ),
    /** Lets the user pick a PEM file of certificates; null when the dialog was cancelled. */
    pickCaFile: call(v.void(), v.nullable(TlsTrust)),
    /** Starts the demo system, if it is not running, and makes its connection the one in use. */
    startDemo: call(v.void(), Connection),
    /** What a real system's administrator would tell; null while the demo system does not run. */
    demoHints: call(
      v.void(),
      v.nullable(v.object({ userName: v.string(), password: v.string(), campaignId: v.string() })),
    ),
    changed: push(v.array(Connection)),
  },
  callLists: {
    /** Opens a dropped or picked file and looks at its head. The list stays open until it is closed. */
    open: call(v.object({ token: v.pipe(v.string(), v.uuid()) }), OpenCallList),
    /** Reads the head again: another sheet, header row, encoding or delimiter. */
    read: call(v.object({ list: CallListId, options: ReadOptions }), SourceInfo),
    /**
     * What the columns of a list that is not in template form are taken for, and a saved mapping for the same
     * headers. With `findHeader` it may also read the list again with the header row that fits better.
     */
    propose: call(
      v.object({ ...InCallList.entries, findHeader: v.boolean() }),
      v.object({ source: SourceInfo, proposal: MappingProposal, saved: v.nullable(SavedMapping) }),
    ),
    /** The first rows as a mapping would send them. */
    preview: call(v.object({ ...InCallList.entries, mapping: Mapping }), v.array(MappedRow)),
    /** Checks every row. Changes made to the same reading of the list stay. Fails with `cancelled` after `cancel`. */
    check: call(v.object({ list: CallListId, options: CheckRequest }), CheckSummary),
    cancel: call(v.object({ list: CallListId }), v.void()),
    issues: call(v.object({ list: CallListId, query: IssueQuery }), IssuePage),
    row: call(v.object({ ...InCallList.entries, row: CellEdit.entries.row }), RowView),
    /** Changes one cell and checks its row again. The source file is never touched. */
    edit: call(
      v.object({ ...InCallList.entries, edit: CellEdit }),
      v.object({ row: RowView, summary: CheckSummary }),
    ),
    /** What mends would change. Fails with `cancelled` when another look was asked for meanwhile. */
    previewMends: call(v.object({ ...InCallList.entries, mends: AppliedMends }), MendPreview),
    mend: call(v.object({ ...InCallList.entries, mends: AppliedMends }), CheckSummary),
    /** Asks where to, and writes every problem as CSV; null when cancelled. */
    saveProblems: call(InCallList, v.nullable(SavedFile)),
    /** Asks where to, and writes the rejected rows with the rule each broke; null when cancelled. */
    saveRejects: call(v.object({ list: CallListId }), v.nullable(SavedFile)),
    saveTemplate: call(v.object({ examples: v.boolean() }), v.nullable(SavedFile)),
    close: call(v.object({ list: CallListId }), v.void()),
    progress: push(v.object({ list: CallListId, progress: CheckProgress })),
  },
  mappings: {
    /** All that were saved, by name. */
    list: call(v.void(), v.array(SavedMapping)),
    /** Keeps the mapping for lists with the headers of this one. An older one of that name goes. */
    save: call(v.object({ list: CallListId, ...v.omit(SavedMapping, ['id']).entries }), SavedMapping),
    remove: call(v.object({ id: SavedMapping.entries.id }), v.void()),
  },
  servers: {
    list: call(ServerPageQuery, ServerPage),
    /** Keeps a file server's password in the vault. */
    savePassword: call(ServerPassword, v.void()),
    /** Looks at the place an import is to be put, from this workstation. */
    lookAt: call(Destination, DestinationState),
  },
  hostKeys: {
    /** Remembers a key the user has seen, for a server that had none. */
    trust: call(HostKeyInfo, v.void()),
    /** Replaces a remembered key on purpose. */
    replace: call(HostKeyChange, v.void()),
  },
  jobs: {
    list: call(JobQuery, JobPage),
    get: call(v.object({ id: JobId }), Job),
    /** Puts a checked list in the outbox, in several imports if it is split. The list may be closed afterwards. */
    addImport: call(NewImport, v.array(Job)),
    /** Sends a failed or paused import somewhere else, or under another name. */
    redirectImport: call(
      v.object({ id: JobId, ...v.omit(NewImport, ['list', 'connectionId', 'split']).entries }),
      Job,
    ),
    pause: call(v.object({ id: JobId }), v.void()),
    resume: call(v.object({ id: JobId }), v.void()),
    retry: call(v.object({ id: JobId }), v.void()),
    cancel: call(v.object({ id: JobId }), v.void()),
    /** Takes an ended job, and its files, off the list. */
    remove: call(v.object({ id: JobId }), v.void()),
    decide: call(v.object({ id: JobId, decision: JobDecision }), v.void()),
    changed: push(JobsChanged),
  },
  voice: {
    /** Puts dropped or picked files on the desk and looks at each. */
    open: call(
      v.object({
        tokens: v.pipe(v.array(v.pipe(v.string(), v.uuid())), v.maxLength(1000)),
        connectionId: VoiceConnection,
      }),
      OpenedVoiceFiles,
    ),
    /** Looks at the files anew, by the size limit of another connection. Files that are gone are left out. */
    look: call(v.object({ files: v.array(VoiceFileId), connectionId: VoiceConnection }), v.array(VoiceFile)),
    wave: call(
      v.object({
        file: VoiceFileId,
        version: VoiceVersion,
        columns: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4000)),
      }),
      VoiceWave,
    ),
    play: call(v.object({ file: VoiceFileId, version: VoiceVersion }), VoicePlayback),
    /** Makes a file that the platform takes; the original is never touched. Fails with `cancelled` after `cancel`. */
    convert: call(
      v.object({ file: VoiceFileId, options: ConversionOptions, connectionId: VoiceConnection }),
      VoiceFile,
    ),
    /** Asks where to, and saves what a conversion made; null when the dialog was cancelled. */
    saveResult: call(
      v.object({ file: VoiceFileId }),
      v.nullable(v.object({ name: v.string(), bytes: v.number() })),
    ),
    /** Earlier uploads of the very same sound, the newest first. */
    sameSound: call(v.object({ file: VoiceFileId, version: VoiceVersion }), v.array(VoiceUpload)),
    /**
     * Sends a ready file, a single time. `outcome_unknown` when its answer never came: the library then has
     * it as unknown. Fails with `cancelled` after `cancel`, if nothing can have arrived.
     */
    upload: call(
      v.object({ file: VoiceFileId, version: VoiceVersion, connectionId: ConnectionId }),
      VoiceUpload,
    ),
    /** Stops what is under way for the file. */
    cancel: call(v.object({ file: VoiceFileId }), v.void()),
    /** Takes files off the desk. Their originals stay where they are. */
    close: call(v.object({ files: v.array(VoiceFileId) }), v.void()),
    library: call(VoiceUploadQuery, VoiceUploadPage),
    /** Takes a line out of the library; the call centre keeps its file. */
    forget: call(v.object({ id: v.pipe(v.string(), v.uuid()) }), v.void()),
    progress: push(VoiceProgress),
  },
  files: {
    /** Opens the system's dialog; an empty list when it was cancelled. */
    pick: call(
      v.object({ purpose: v.picklist(['call-list', 'do-not-call', 'voice', 'voice-folder']) }),
      v.array(FileToken),
    ),
    /** A sample that comes with Dialdesk. */
    sample: call(v.optional(v.picklist(['call-list', 'voice']), 'call-list'), FileToken),
  },
} as const;

export type Contract = typeof contract;
