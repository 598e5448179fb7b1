import { detailsOf } from '../../contract/error-details.ts';
import { DialdeskError } from '../../contract/errors.ts';
import { serverText } from '../../contract/server-text.ts';
import { Status } from './codes.ts';

/** As much of a server's text as is kept of a refusal, in characters. */
const mostText = 500;

/** What was asked of the server when it refused, for the words of the error. */
export interface Asked {
  /** The request as SFTP names it, e.g. 'open'. */
  readonly request: string;
  readonly path?: string;
}

type RefusalCode = 'no_such_path' | 'permission_denied' | 'file_exists' | 'disk_full' | 'sftp_failed';

const codes: Readonly<Record<number, RefusalCode>> = {
  [Status.noSuchFile]: 'no_such_path',
  [Status.noSuchPath]: 'no_such_path',
  [Status.permissionDenied]: 'permission_denied',
  [Status.writeProtected]: 'permission_denied',
  [Status.fileExists]: 'file_exists',
  [Status.noSpace]: 'disk_full',
  [Status.quotaExceeded]: 'disk_full',
};

/** Version 3 has one FAILURE for everything; some servers put the reason into the text. */
const texts: readonly (readonly [RegExp, RefusalCode])[] = [
  [/no space|disk (?:is )?full|not enough space|ENOSPC|quota|EDQUOT/i, 'disk_full'],
  [/already exists|file exists|EEXIST/i, 'file_exists'],
  [/permission denied|access (?:is )?denied|EACCES|EPERM|read-only file system/i, 'permission_denied'],
  [/no such (?:file|path|directory)|not found|ENOENT/i, 'no_such_path'],
];

/**
 * A status other than OK as an error with a code of the contract. `details` has status, text, request and,
 * where known, path. Only FAILURE is read by its text; a proper status is believed.
 */
export function statusError(status: number, said: string, asked: Asked): DialdeskError {
  const text = serverText(said, mostText);
  const byText = status === Status.failure ? texts.find(([pattern]) => pattern.test(text))?.[1] : undefined;
  const code = codes[status] ?? byText ?? 'sftp_failed';
  return new DialdeskError(code, `${asked.request}: status ${status} ${text}`, {
    details: {
      status,
      text,
      request: asked.request,
      ...(asked.path !== undefined && { path: asked.path }),
      ...(code === 'disk_full' && { quota: status === Status.quotaExceeded || /quota|EDQUOT/i.test(text) }),
    },
  });
}

/** Whether a refusal was the all-purpose FAILURE or an unsupported request, which says nothing of the cause. */
export function isVague(error: unknown): boolean {
  const { status } = error instanceof DialdeskError ? detailsOf(error, 'sftp_failed') : {};
  return status === Status.failure || status === Status.unsupported;
}
