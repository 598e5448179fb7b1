import type { ImportJobDeps, ImportStep } from './import-step.ts';
import { manifestOf } from './import-manifest.ts';

/** Writes the clean workbook into the job's folder, unless it is there already with the right content. */
export function writeStep({ files, writer }: ImportJobDeps): ImportStep {
  return {
    id: 'write',
    repeatable: true,
    preparation: true,
    // Its content is checked while it is uploaded: another SHA-256 is refused.
    stillDone: async ({ jobId, memory }) =>
      memory.clean !== null && (await files.cleanSize(jobId)) === memory.clean.bytes,
    run: async (context) => {
      const { jobId, payload, memory, signal } = context;
      await files.prepare(jobId);
      if (
        memory.clean &&
        (await files.cleanSize(jobId)) === memory.clean.bytes &&
        (await files.cleanSha256(jobId)) === memory.clean.sha256
      ) {
        return 'skipped';
      }
      const clean = await writer.writeClean(jobId, payload, files.cleanPath(jobId), {
        signal,
        onProgress: (fraction) => {
          context.progress(Math.round(fraction * payload.rows), payload.rows, 'rows');
        },
      });
      context.detail({ rows: clean.rows, bytes: clean.bytes });
      context.remember({ clean });
      await files.writeManifest(jobId, manifestOf(context, false));
      return 'done';
    },
  };
}
