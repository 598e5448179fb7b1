import type { WitnessReport } from '../../../contract/witnesses.ts';
import { connectionOf, type LookedUp } from '../../../jobs/job-kind.ts';
import { verdictOnSending } from '../../../jobs/verdict.ts';
import type { ImportOrder } from './collaborators.ts';
import { destinationOf } from './import-step.ts';
import type { ImportContext, ImportJobDeps, ImportStep } from './import-step.ts';
import { requireStart } from './start-gate.ts';
import { manifestOf } from './import-manifest.ts';
import type { SentRequest } from '../witnesses/sent-request.ts';

/** How many of a campaign's tasks are shown when a lost import is looked for. */
const tasksShown = 20;
/** So long an answer is waited for, milliseconds, with the way to the service; where the app ended, nobody knows. */
const longestWait = 45_000;

/**
 * Asks the call centre for the import. It is asked once: a second time could call every customer twice. The
 * queue has marked the step before this runs, and the manifest is marked here, for a database that is lost.
 */
export function orderStep({
  files,
  caller,
  witnesses,
  sent,
  numbers,
  seenAt,
  now,
}: ImportJobDeps): ImportStep {
  return {
    id: 'import',
    repeatable: false,
    run: async (context) => {
      const { signal, jobId } = context;
      const connectionId = connectionOf(context);
      const { sentAt, lostAt = null, sentTwice = false } = context.memory;
      const sending = { ...context, memory: context.memory, connectionId };
      requireStart(context.payload, now(), seenAt(jobId));
      sent.look(sending);
      context.remember({ sentAt: now(), lostAt: null, sentTwice: sentAt !== null });
      await files.writeManifest(jobId, manifestOf(context, true));
      let begun: ReturnType<typeof sent.begin> | null = null;
      const remembering = await numbers?.begin(sending);
      try {
        // once more, because writing may have waited, and another job may have been sent meanwhile
        requireStart(context.payload, now(), seenAt(jobId));
        begun = sent.begin(sending);
        // what was done since then may have taken long, and witnesses compare times
        context.remember({ sentAt: now() });
        const { importTaskId } = await caller.importFromServer(connectionId, orderOf(context), signal);
        begun.accepted();
        await remembering?.accepted();
        context.remember({ importTaskId });
        context.detail({ importTaskId });
        return 'done';
      } catch (error) {
        if (verdictOnSending(error) === 'unknown') context.remember({ lostAt: now() });
        else {
          // nothing went out this time: who gives the import up takes its workbook off the server as well
          begun?.refused();
          await remembering?.refused();
          context.remember({ sentAt, lostAt, sentTwice });
          // on a full disk the manifest says still that it went out, which costs a question and nothing else
          await files.writeManifest(jobId, manifestOf(context, false)).catch(() => undefined);
        }
        throw error;
      }
    },
    lookUp: async (context): Promise<LookedUp> => {
      const heard = await witnesses.hear(requestOf(context), context.signal);
      const { sentAt, clean, uploaded } = context.memory;
      const { verdict } = heard;
      const found: WitnessReport = {
        sentAt,
        rows: clean?.rows ?? null,
        tasks: heard.tasks.slice(0, tasksShown),
        witnesses: [...heard.witnesses],
        doubt: verdict.kind === 'ask' ? verdict.doubt : null,
      };
      const asked = heard.witnesses.some(({ says }) => says !== 'not_asked');
      if (verdict.kind === 'ask') return { found, asked, again: heard.again };
      const arrived = {
        importTaskId: verdict.taskId,
        path: uploaded?.path ?? null,
        rows: clean?.rows ?? null,
        provedBy: verdict.by.witness,
        proof: verdict.by,
      };
      return { found, arrived, asked, again: false };
    },
  };
}

/** The request that was sent, for whoever may know what became of it. */
function requestOf(context: ImportContext): SentRequest {
  const { jobId, payload, memory } = context;
  const { campaignId, serverId, folder, fileName, startsAt } = destinationOf(context);
  // a job whose row was lost was found again without the moment
  const sentAt = memory.sentAt ?? 0;
  const { mark, markOrigin } = payload.mark;
  const own = markOrigin === 'dialdesk' && mark !== null;
  // rows of a prepared file are on another computer as well, and those that were sent twice have two fates
  const shared = payload.source.path === null || payload.handedOn === true || memory.sentTwice === true;
  return {
    jobId,
    connectionId: connectionOf(context),
    campaignId,
    serverId,
    folder,
    fileName,
    startsAt,
    sentAt,
    lostAt: memory.lostAt ?? sentAt + longestWait,
    rows: memory.clean?.rows ?? null,
    mark: own && !shared ? mark : null,
    noMark: own ? (shared ? 'shared_mark' : null) : 'no_mark',
  };
}

function orderOf(context: ImportContext): ImportOrder {
  const { campaignId, serverId, folder, fileName, startsAt } = destinationOf(context);
  return {
    campaignId,
    serverId,
    // Table 6's example begins with a slash: /isales/20220310.
    ...(folder !== '' && { filePath: `/${folder}` }),
    fileName,
    ...startsAt,
  };
}
