import { detailsOf } from '../../contract/error-details.ts';
import { DialdeskError } from '../../contract/errors.ts';
import { serverText } from '../../contract/server-text.ts';
import { Status } from './codes.ts';
import { MalformedPacket } from './packet.ts';
import type { PacketReader } from './packet.ts';

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

/**
 * Version 3 has one FAILURE for everything; some servers put the reason into the text, those on a Chinese Windows in
 * the words of the system.
 */
const texts: readonly (readonly [RegExp, RefusalCode])[] = [
  [
    /no space|disk (?:is )?full|not enough space|ENOSPC|quota|EDQUOT|(?:磁盘|设备|存储|硬盘)?空间(?:已满|不足)|磁盘已满|没有(?:足够的)?空间|配额/i,
    'disk_full',
  ],
  [/already exists|file exists|EEXIST|已(?:经)?存在/i, 'file_exists'],
  [
    /permission denied|access (?:is )?denied|EACCES|EPERM|read-only file system|拒绝访问|权限不足|没有权限|不允许的操作|权限不够/i,
    'permission_denied',
  ],
  [
    /no such (?:file|path|directory)|not found|ENOENT|找不到(?:指定的)?(?:文件|路径|目录)|没有那个文件或目录|(?:文件|路径|目录)不存在/i,
    'no_such_path',
  ],
];

const utf8 = new TextDecoder('utf-8', { fatal: true });
const chinese = new TextDecoder('gb18030');

/**
 * The text of a STATUS. It should be UTF-8 (section 7); servers on a Chinese Windows send it in the system's GBK. Old
 * servers leave it out, for it came with version 3, and what is cut short is no reason to believe less of the status.
 */
export function statusText(fields: PacketReader): string {
  if (fields.finished) return '';
  let bytes: Buffer;
  try {
    bytes = fields.bytes();
  } catch (error) {
    if (error instanceof MalformedPacket) return '';
    throw error;
  }
  try {
    return utf8.decode(bytes);
  } catch {
    return chinese.decode(bytes);
  }
}

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
      ...(code === 'disk_full' && {
        quota: status === Status.quotaExceeded || /quota|EDQUOT|配额/i.test(text),
      }),
    },
  });
}

/** An answer that is not as SFTP has it, as a refusal of its request; `why` is for the log. */
export function unreadableAnswer({ request, path }: Asked, why: string): DialdeskError {
  return new DialdeskError('sftp_failed', `${request}: ${why}`, {
    details: { request, reason: 'unreadable_answer', ...(path !== undefined && { path }) },
  });
}

/**
 * Whether a refusal says nothing of its cause: the all-purpose FAILURE, an unsupported request, a status that means
 * nothing of a file, or an answer that could not be read.
 */
export function isVague(error: unknown): boolean {
  if (!(error instanceof DialdeskError)) return false;
  const { status, reason } = detailsOf(error, 'sftp_failed');
  return status === undefined ? reason === 'unreadable_answer' : codes[status] === undefined;
}
