import { DialdeskError } from '../../../contract/errors.ts';
import { destinationOf } from './import-step.ts';
import type { ImportContext, ImportStep } from './import-step.ts';
import { remoteFile } from './import-payload.ts';
import type { JobFiles } from '../../outbox/job-files.ts';
import type { SessionKeeper } from './session-keeper.ts';

/** Puts the workbook on the file server, going on from where an earlier attempt was cut off. */
export function uploadStep(files: JobFiles, sessions: SessionKeeper): ImportStep {
  return {
    id: 'upload',
    repeatable: true,
    // Days may have passed, and what is imported must be there.
    stillDone: (context) => isThere(sessions, context),
    run: async (context) => {
      const destination = destinationOf(context);
      const { clean, uploaded, upload } = context.memory;
      if (!clean) throw new DialdeskError('internal', 'An upload without a workbook');
      const session = await sessions.session(context, destination);
      const path = remoteFile(destination);
      if (uploaded?.path === path && (await session.sizeOf(path)) === clean.bytes) return 'skipped';
      await session.makeFolders(destination.server.filePath, destination.folder);
      let left = upload;
      try {
        await session.upload({
          local: files.cleanPath(context.jobId),
          remotePath: path,
          replace: destination.replace,
          verify: destination.verify,
          sha256: clean.sha256,
          resume: upload,
          signal: context.signal,
          onProgress: (bytes, total) => {
            context.progress(bytes, total, 'bytes');
          },
          onState: (state) => {
            left = state;
            // "Nothing left" is kept with what follows: were it saved alone and the app ended, the next
            // attempt would take its own finished file for somebody else's.
            if (state) context.remember({ upload: state });
          },
        });
      } catch (error) {
        context.remember({ upload: left });
        throw error;
      }
      const { modifiedMs = null } = (await session.fileAt(path).catch(() => null)) ?? {};
      context.remember({ upload: null, uploaded: { path, bytes: clean.bytes, modifiedMs } });
      context.detail({ path, bytes: clean.bytes });
      return 'done';
    },
  };
}

/** Looks at the file under its final name, as the call centre will see it. */
export function verifyStep(sessions: SessionKeeper): ImportStep {
  return {
    id: 'verify',
    repeatable: true,
    run: async (context) => {
      const destination = destinationOf(context);
      const path = remoteFile(destination);
      const session = await sessions.session(context, destination);
      const size = await session.sizeOf(path);
      const expected = context.memory.clean?.bytes;
      // A server that does not let us look has acknowledged every byte, and the name.
      if (size === expected || (size === 'unseen' && context.memory.uploaded?.path === path)) return 'done';
      throw new DialdeskError('verify_failed', `${path} has ${size ?? 'no'} bytes`, {
        details: { path, found: size, expected },
      });
    },
  };
}

async function isThere(sessions: SessionKeeper, context: ImportContext): Promise<boolean> {
  const { uploaded, clean } = context.memory;
  if (!uploaded || uploaded.bytes !== clean?.bytes) return false;
  const session = await sessions.session(context, destinationOf(context));
  const size = await session.sizeOf(uploaded.path);
  return size === uploaded.bytes || size === 'unseen';
}
