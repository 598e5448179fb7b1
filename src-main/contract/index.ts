/**
 * Everything that may cross between the window and main, as one runtime object. Main's handlers, the
 * preload, the window's client and the test helpers are derived from it, so a missing end does not compile.
 */
import * as v from 'valibot';
import { ActivityConnection, ActivityDays, ActivityFilter, ActivityPage, ActivityQuery } from './activity.ts';
import { AppState, FileToken, LanguageChoice, MenuCommand, Screen, ThemeChoice } from './app.ts';
import { CampaignChoices, CampaignSearch } from './campaigns.ts';
import {
  BackupChoice,
  BackupPlan,
  BackupToken,
  NewPassphrase,
  OpenedBackup,
  RestoredBackup,
  SavedBackup,
  Unlocking,
} from './backup.ts';
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
import { HostKeyChange, HostKeyInfo, KnownHostKey, KnownHostsOutcome } from './host-keys.ts';
import { ImportPlan, NewImport, NewPrepared, OpenedPrepared, SentPrepared } from './imports.ts';
import { MappedRow, Mapping, MappingProposal, SavedMapping } from './mapping.ts';
import { AppliedMends, MendPreview, MendProgress } from './mends.ts';
import { ImportResult } from './import-results.ts';
import { Licence } from './licences.ts';
import { Job, JobDecision, JobId, JobMove, JobPage, JobQuery, JobsChanged } from './jobs.ts';
import {
  DeleteOutcome,
  FolderView,
  NewRemoteName,
  RemoteItems,
  RemoteName,
  RemotePlace,
} from './remote-files.ts';
import { ServerAddition, ServerChange, ServerTrial, ServerUse } from './server-changes.ts';
import {
  AgentInfo,
  KeyChoice,
  LoginAnswer,
  LoginQuestion,
  PrivateKeyInfo,
  ReachChange,
} from './server-reach.ts';
import { ServerState } from './server-state.ts';
import {
  CheckRun,
  Destination,
  DestinationState,
  FileServer,
  OneServer,
  ServerCheck,
  ServerPage,
  ServerPageQuery,
  ServerPassword,
} from './servers.ts';
import {
  DownloadOrder,
  PlannedUpload,
  Transfer,
  TransferId,
  TransfersChanged,
  TransferSettings,
  UploadOrder,
  UploadPlan,
} from './transfers.ts';
import { UpdateState } from './updates.ts';
import {
  BookedReservation,
  BookPage,
  BookQuery,
  CancelReservation,
  CreateReservation,
  LookedUp,
  ModifyReservation,
  ReservationOffers,
} from './reservation-book.ts';
import { ReservationPage, ReservationQuery } from './reservations.ts';
import {
  OpenedVoiceFiles,
  VoiceConnection,
  VoiceFile,
  VoiceFileId,
  VoicePlayback,
  VoiceProgress,
  VoiceSent,
  VoiceUpload,
  VoiceUploadPage,
  VoiceUploadQuery,
  VoiceVersion,
} from './voice-files.ts';
import { ChangeCounts, ChangeRowPage, ChangeRowQuery, NewReservationChanges } from './reservation-changes.ts';
import {
  NewSheet,
  SaveChanges,
  SheetColumns,
  SheetEdit,
  SheetId,
  SheetOrder,
  SheetRow,
  SheetRowPage,
  SheetRowQuery,
  SheetTool,
  SheetView,
} from './reservation-sheet.ts';
import { ConversionOptions, VoiceWave } from './voice.ts';

const Id = v.object({ id: ConnectionId });
/** The secret key on its way in. It never comes out again. */
const SecretKey = v.pipe(v.string(), v.nonEmpty('required'), v.maxLength(1024, 'too_long'));

const CallListId = v.pipe(v.string(), v.uuid());
const InCallList = v.object({ list: CallListId });
const OpenCallList = v.object({ list: CallListId, source: SourceInfo });
/** A file the user chose to save: its name, for a message; never its path. */
const SavedFile = v.object({ name: v.string(), ...WrittenFile.entries });
const SavedExport = v.object({ name: v.string(), bytes: v.number() });

export const contract = {
  app: {
    state: call(v.void(), AppState),
    setLanguage: call(LanguageChoice, AppState),
    setTheme: call(ThemeChoice, AppState),
    /** Looks for the keychain again, after the user has unlocked it. */
    retryVault: call(v.void(), AppState),
    copyText: call(v.pipe(v.string(), v.maxLength(100_000)), v.void()),
    /** The window is drawn and hears commands from now on; what was chosen before is told then. */
    listening: call(v.void(), v.void()),
    changed: push(AppState),
    menuCommand: push(MenuCommand),
    /** Something outside of the window was pressed, such as a notification: show what it is about. */
    show: push(v.object({ screen: Screen, id: v.string() })),
  },
  licences: {
    list: call(v.void(), v.array(Licence)),
    /** In the desktop's browser: they are too many for the window. */
    showChromium: call(v.void(), v.void()),
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
    /** Does it. Fails with `cancelled` after `cancel`, unless it was too late for that. */
    mend: call(v.object({ ...InCallList.entries, mends: AppliedMends }), CheckSummary),
    /** Asks where to, and writes every problem as CSV; null when cancelled. */
    saveProblems: call(InCallList, v.nullable(SavedFile)),
    /** Asks where to, and writes the rejected rows with the rule each broke; null when cancelled. */
    saveRejects: call(v.object({ list: CallListId }), v.nullable(SavedFile)),
    saveTemplate: call(v.object({ examples: v.boolean() }), v.nullable(SavedFile)),
    close: call(v.object({ list: CallListId }), v.void()),
    progress: push(v.object({ list: CallListId, progress: CheckProgress })),
    /** Of `previewMends` and `mend`, whichever goes on. */
    mendProgress: push(v.object({ list: CallListId, progress: MendProgress })),
  },
  mappings: {
    /** All that were saved, by name. */
    list: call(v.void(), v.array(SavedMapping)),
    /** Keeps the mapping for lists with the headers of this one. An older one of that name goes. */
    save: call(v.object({ list: CallListId, ...v.omit(SavedMapping, ['id']).entries }), SavedMapping),
    remove: call(v.object({ id: SavedMapping.entries.id }), v.void()),
  },
  campaigns: {
    /**
     * Campaigns whose name holds the text, 100 to a page, and those used last with this connection before
     * them. A system that has no list of campaigns is no failure.
     */
    find: call(CampaignSearch, CampaignChoices),
    /** The next \`find\` asks the call centre anew, even one that had no list. */
    askAgain: call(v.object({ connectionId: ConnectionId }), v.void()),
  },
  servers: {
    list: call(ServerPageQuery, ServerPage),
    get: call(OneServer, FileServer),
    /** Keeps a file server's password in the vault. */
    savePassword: call(ServerPassword, v.void()),
    forgetPassword: call(OneServer, v.void()),
    /** Looks at the place an import is to be put, from this workstation. */
    lookAt: call(Destination, DestinationState),
    /** Tries servers from this workstation, a few side by side. How each stands comes by `checked`. */
    check: call(ServerCheck, v.void()),
    /** Stops the trials of a connection's servers; those that were through keep their result. */
    stopCheck: call(v.object({ connectionId: ConnectionId }), v.void()),
    checked: push(CheckRun),
    /** Tries new settings without keeping anything. What stands in the way is in the state. */
    tryOut: call(ServerTrial, ServerState),
    modify: call(ServerChange, v.void()),
    /** Registers a server; its ID is null where the system does not say and the list does not show it either. */
    add: call(ServerAddition, v.object({ serverId: v.nullable(v.string()) })),
    /** Takes a server out of the call centre, and all that is kept about it here. Its files stay. */
    remove: call(OneServer, v.void()),
    /** Looks again whether the call centre has the interfaces it was found to lack. */
    forgetLacking: call(v.object({ connectionId: ConnectionId }), v.void()),
    /** Imports that are not over and name the server. */
    usedBy: call(OneServer, v.array(ServerUse)),
    /** Keeps how this workstation reaches the server. */
    setReach: call(ReachChange, v.void()),
    /** Reads a picked private key and keeps it in the vault. */
    saveKey: call(KeyChoice, PrivateKeyInfo),
    forgetKey: call(OneServer, v.void()),
    /** The system's SSH agent and the keys it holds. */
    agent: call(v.void(), AgentInfo),
    /** Somebody is there to answer what a server asks of an import that is about to log in. */
    attend: call(OneServer, v.void()),
    asked: push(LoginQuestion),
    /** A question is over without an answer: the server hung up, or the job was cancelled. */
    askedNoMore: push(v.object({ id: v.pipe(v.string(), v.uuid()) })),
    answer: call(LoginAnswer, v.void()),
  },
  hostKeys: {
    /** Remembers a key the user has seen, for a server that had none. */
    trust: call(HostKeyInfo, v.void()),
    /** Replaces a remembered key on purpose. */
    replace: call(HostKeyChange, v.void()),
    /** All on record, revoked ones too. */
    list: call(v.void(), v.array(KnownHostKey)),
    /** Takes one key off the record; the server is then asked about as at the first time. */
    forget: call(HostKeyInfo, v.void()),
    /** Lets the user pick an OpenSSH known_hosts file and takes its keys; null when the dialog was cancelled. */
    importKnownHosts: call(v.void(), v.nullable(KnownHostsOutcome)),
    /** Asks where to, and writes all keys as known_hosts; null when cancelled. */
    exportKnownHosts: call(v.void(), v.nullable(v.object({ name: v.string(), keys: v.number() }))),
  },
  remoteFiles: {
    list: call(RemotePlace, FolderView),
    makeFolder: call(v.object({ place: RemotePlace, name: NewRemoteName }), v.void()),
    /** Gives a file or folder another name in its folder. Never over an existing one: `file_exists`. */
    rename: call(v.object({ place: RemotePlace, name: RemoteName, to: NewRemoteName }), v.void()),
    /** Deletes files, links themselves, and empty folders. */
    delete: call(v.object({ place: RemotePlace, items: RemoteItems }), DeleteOutcome),
  },
  transfers: {
    list: call(v.void(), v.object({ transfers: v.array(Transfer), settings: TransferSettings })),
    setSettings: call(TransferSettings, TransferSettings),
    /** Looks at the names that files to be sent would have on the server. */
    planUpload: call(UploadPlan, v.array(PlannedUpload)),
    upload: call(UploadOrder, v.void()),
    /** Asks where to: a name for one file, a folder for several. False when the dialog was cancelled. */
    download: call(DownloadOrder, v.boolean()),
    pause: call(v.object({ id: TransferId }), v.void()),
    /** Goes on with one that is paused, waits or failed; `replace` answers a file that has the name. */
    resume: call(v.object({ id: TransferId, replace: v.optional(v.boolean(), false) }), v.void()),
    /** Stops it and removes what it left on either side. */
    cancel: call(v.object({ id: TransferId }), v.void()),
    /** Takes all that are over off the list, or one of them. */
    clear: call(v.object({ id: v.optional(TransferId) }), v.void()),
    /** Progress comes at most ten times a second for each transfer. */
    changed: push(TransfersChanged),
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
    /** Keeps a checked list as prepared: its clean workbook goes into the outbox, and nothing leaves the computer. */
    prepare: call(NewPrepared, v.array(Job)),
    /** What a prepared import has been told so far. */
    plan: call(v.object({ id: JobId }), ImportPlan),
    /** Changes where a prepared import goes, when, and what it is called. */
    editPlan: call(v.object({ id: JobId, name: NewImport.entries.name, plan: ImportPlan }), Job),
    rename: call(v.object({ id: JobId, name: NewImport.entries.name }), Job),
    /** Makes a second prepared import of the same clean workbook. */
    duplicate: call(v.object({ id: JobId, name: NewImport.entries.name }), Job),
    /** Sends prepared imports. Those that lack something stay as they are, and it is said what they lack. */
    send: call(v.object({ ids: v.pipe(v.array(JobId), v.maxLength(1000)) }), SentPrepared),
    /** Asks where to, and writes a prepared import as one file for another workstation; null when cancelled. */
    exportPrepared: call(v.object({ id: JobId }), v.nullable(SavedExport)),
    /** Makes a prepared import of such a file. */
    openPrepared: call(v.object({ token: v.pipe(v.string(), v.uuid()) }), OpenedPrepared),
    pause: call(v.object({ id: JobId }), v.void()),
    resume: call(v.object({ id: JobId }), v.void()),
    retry: call(v.object({ id: JobId }), v.void()),
    /** Does not wait any longer, for all that wait for the network, a password or a host key. */
    tryAll: call(v.void(), v.void()),
    /** Runs a job sooner or later. */
    move: call(JobMove, v.void()),
    cancel: call(v.object({ id: JobId }), v.void()),
    /** Takes an ended job, and its files, off the list. */
    remove: call(v.object({ id: JobId }), v.void()),
    decide: call(v.object({ id: JobId, decision: JobDecision }), v.void()),
    changed: push(JobsChanged),
  },
  reservationChanges: {
    /** Takes in a sheet of changes, or reservations to be shifted or handed over. It stays open until it is sent or closed. */
    open: call(NewSheet, SheetView),
    rows: call(SheetRowQuery, SheetRowPage),
    /** Says which column is which. Cells that were typed here are read from the sheet anew. */
    map: call(v.object({ sheet: SheetId, columns: SheetColumns }), SheetView),
    /** Changes one cell and checks again. The source file is never touched. */
    edit: call(SheetEdit, v.object({ row: SheetRow, view: SheetView })),
    /** Shifts times or hands reservations over; `taken` is the number of rows it took. */
    apply: call(
      v.object({ sheet: SheetId, tool: SheetTool }),
      v.object({ taken: v.number(), view: SheetView }),
    ),
    /** Asks the system what the reservations are now. `not_offered` where it does not list them. */
    lookUp: call(v.object({ sheet: SheetId }), SheetView),
    /** Puts the rows that are ready in the outbox, and closes the sheet. */
    send: call(SheetOrder, Job),
    close: call(v.object({ sheet: SheetId }), v.void()),
    /** Puts changes in the outbox that come from no sheet, one or many. */
    add: call(NewReservationChanges, Job),
    /** The rows of a bulk change with their results. */
    results: call(ChangeRowQuery, ChangeRowPage),
    /**
     * Looks for what became of the rows whose answer was lost, in the system's list: a row that it tells of is sent, or
     * failed, from then on. `not_offered` where the system does not list its reservations.
     */
    lookUpUnknown: call(v.object({ job: JobId }), ChangeCounts),
    /** Asks where to, and saves rows with their results as CSV; null when cancelled. */
    save: call(SaveChanges, v.nullable(SavedFile)),
  },
  importResults: {
    /** What is known of these imports; those that were not sent are left out. */
    of: call(v.object({ jobs: v.pipe(v.array(JobId), v.maxLength(1000)) }), v.array(ImportResult)),
    /** Does not follow an import any more. */
    stop: call(v.object({ job: JobId }), v.void()),
    /** Asks at once, and follows again what was not followed any more. */
    askAgain: call(v.object({ job: JobId }), v.void()),
    changed: push(v.array(ImportResult)),
  },
  voice: {
    /** Puts dropped or picked files on the manager and looks at each. */
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
     * Puts a ready file in the outbox, which sends it a single time, and follows it there until it has arrived or
     * has to wait. `outcome_unknown` when its answer never came: the library then has it as unknown. Fails with
     * `cancelled` after `cancel`, if nothing can have arrived.
     */
    upload: call(
      v.object({ file: VoiceFileId, version: VoiceVersion, connectionId: ConnectionId }),
      VoiceSent,
    ),
    /** Stops what is under way for the file. */
    cancel: call(v.object({ file: VoiceFileId }), v.void()),
    /** Takes files off the manager. Their originals stay where they are. */
    close: call(v.object({ files: v.array(VoiceFileId) }), v.void()),
    library: call(VoiceUploadQuery, VoiceUploadPage),
    /** Takes a line out of the library; the call centre keeps its file. */
    forget: call(v.object({ id: v.pipe(v.string(), v.uuid()) }), v.void()),
    progress: push(VoiceProgress),
  },
  activity: {
    list: call(ActivityQuery, ActivityPage),
    /** Those that entries name, for a choice. */
    connections: call(v.void(), v.array(ActivityConnection)),
    /** Asks where to, and writes all that a filter finds as CSV; null when the dialog was cancelled. */
    saveCsv: call(ActivityFilter, v.nullable(SavedFile)),
    /** For how many days entries are kept. */
    days: call(v.void(), ActivityDays),
    /** Says how many entries were older than that, and are gone. */
    keepFor: call(v.object({ days: ActivityDays }), v.object({ forgotten: v.number() })),
    /** Something was recorded, or entries are gone. */
    changed: push(v.object({})),
  },
  updates: {
    state: call(v.void(), UpdateState),
    /** Whether Dialdesk looks for updates by itself. */
    setAutomatic: call(v.boolean(), UpdateState),
    /** Looks now; what comes of it is told by `changed`. */
    look: call(v.void(), v.void()),
    /** Ends Dialdesk and starts the downloaded version. `conflict` while something is under way. */
    install: call(v.void(), v.void()),
    changed: push(UpdateState),
  },
  reservations: {
    /** Which of the reservation interfaces this system is not yet known to lack. */
    offers: call(v.object({ connectionId: ConnectionId }), ReservationOffers),
    /** Does without the list from now on: a system may lack it and answer with an error of its own. */
    doWithoutList: call(v.object({ connectionId: ConnectionId }), ReservationOffers),
    /** Forgets what was noticed: the system may have been updated. */
    lookAgain: call(v.object({ connectionId: ConnectionId }), ReservationOffers),
    /** One page as the system lists it. */
    list: call(v.object({ connectionId: ConnectionId, query: ReservationQuery }), ReservationPage),
    /** Sends a change, a single time. After `outcome_unknown`, `details.entry` is what `lookUp` takes. */
    modify: call(ModifyReservation, BookedReservation),
    create: call(CreateReservation, BookedReservation),
    cancel: call(CancelReservation, BookedReservation),
    /** Looks in the system's list for what became of an action whose answer was lost. Changes nothing there. */
    lookUp: call(v.object({ id: BookedReservation.entries.id }), LookedUp),
    /** The reservations that went through this app, the last first. */
    book: call(BookQuery, BookPage),
    /** Takes an entry out of the book; the call centre keeps its reservation. */
    forget: call(v.object({ id: BookedReservation.entries.id }), v.void()),
  },
  backup: {
    /** Asks where to, and saves the settings: with their secrets under a passphrase, without them in the open. */
    save: call(v.object({ passphrase: v.optional(NewPassphrase) }), v.nullable(SavedBackup)),
    /** Lets the user pick a backup and says what importing it would do; null when the dialog was cancelled. */
    open: call(v.void(), v.nullable(OpenedBackup)),
    unlock: call(Unlocking, BackupPlan),
    /** Does it for the chosen items. The backup is closed afterwards. */
    apply: call(BackupChoice, RestoredBackup),
    close: call(BackupToken, v.void()),
  },
  diagnostics: {
    /** Asks where to, and saves a redacted zip for support; null when the dialog was cancelled. */
    save: call(v.void(), v.nullable(v.object({ name: v.string(), bytes: v.number() }))),
    /** Shows the folder of the logs in the system's file manager. */
    openLogs: call(v.void(), v.void()),
  },
  files: {
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
    /** Files that Dialdesk was started with, or was asked to open since, each told once. */
    toOpen: call(v.void(), v.array(FileToken)),
    /** There is something to open. */
    arrived: push(v.void()),
    /** A sample that comes with Dialdesk. */
    sample: call(v.optional(v.picklist(['call-list', 'voice']), 'call-list'), FileToken),
  },
} as const;

export type Contract = typeof contract;
