import * as v from 'valibot';
import { ServerId } from './server-id.ts';

/**
 * "Modifying a File Server", Precautions and Table 3. Lengths are in UTF-16 units, as Java counts them.
 * The form, the check before sending and the help text all read this.
 */
export const fileServerRules = {
  userNameMax: 30,
  /** As printed in the Precautions; the blank is one of them. */
  userNameForbidden: '`~!@#$ %^&*()+=|{}\'":;<>/?.\\[]',
  passwordMin: 8,
  passwordMax: 80,
  /** Not documented; longer than any real path. */
  filePathMax: 512,
} as const;

/**
 * The same characters in full width, which a Chinese input method types for them: the vendor's list ends
 * with a second exclamation mark, which is the full-width one in its Chinese edition.
 */
const fullWidth = Array.from(fileServerRules.userNameForbidden, (character) =>
  character === ' ' ? '\u3000' : String.fromCharCode(character.charCodeAt(0) + 0xfee0),
);
const forbidden: ReadonlySet<string> = new Set([
  ...Array.from(fileServerRules.userNameForbidden),
  ...fullWidth,
]);

/** The characters of a user name that the interface refuses, each once, in the order they stand. */
export function forbiddenInUserName(userName: string): string[] {
  return [...new Set(Array.from(userName).filter((character) => forbidden.has(character)))];
}

export const FileServerUserName = v.pipe(
  v.string('required'),
  v.nonEmpty('required'),
  v.maxLength(fileServerRules.userNameMax, 'too_long'),
  v.check((name) => forbiddenInUserName(name).length === 0, 'characters'),
  // eslint-disable-next-line no-control-regex -- control characters are what is refused
  v.regex(/^[^\u0000-\u001f\u007f]*$/, 'characters'),
);

export const FileServerPassword = v.pipe(
  v.string('required'),
  v.minLength(fileServerRules.passwordMin, 'length'),
  v.maxLength(fileServerRules.passwordMax, 'length'),
);

/** Table 3, serverInfo: all three are mandatory. */
export const FileServerInfo = v.object(
  {
    ip: v.pipe(v.string('required'), v.trim(), v.nonEmpty('required'), v.ip('ip')),
    /** A text on the wire; 1 to 65535. */
    port: v.pipe(
      v.string('required'),
      v.trim(),
      v.nonEmpty('required'),
      v.regex(/^[1-9]\d{0,4}$/, 'port'),
      v.check((port) => Number(port) <= 65535, 'port'),
    ),
    /** The default path, for example /home/sftp. */
    filePath: v.pipe(
      v.string('required'),
      v.trim(),
      v.nonEmpty('required'),
      v.maxLength(fileServerRules.filePathMax, 'too_long'),
      // eslint-disable-next-line no-control-regex -- control characters are what is refused
      v.regex(/^[^\u0000-\u001f\u007f]*$/, 'characters'),
    ),
  },
  'required',
);
export type FileServerInfo = v.InferOutput<typeof FileServerInfo>;

/** What updateServer is asked to change, with what it takes to check the rule about the password. */
export const FileServerChange = v.pipe(
  v.object(
    {
      serverId: ServerId,
      serverInfo: FileServerInfo,
      userName: FileServerUserName,
      /** Left out: the saved one stays. */
      serverPwd: v.optional(FileServerPassword),
      /** The address before the change as queryServer gave it; null where it gave none. Not sent. */
      previousIp: v.nullable(v.string()),
    },
    'required',
  ),
  v.forward(
    v.partialCheck(
      [['serverInfo', 'ip'], ['serverPwd'], ['previousIp']],
      ({ serverInfo, serverPwd, previousIp }) => serverPwd !== undefined || serverInfo.ip === previousIp,
      'required_when_ip_changes',
    ),
    ['serverPwd'],
  ),
);
export type FileServerChange = v.InferOutput<typeof FileServerChange>;

/** addServer: everything is mandatory. */
export const NewFileServer = v.object(
  {
    serverInfo: FileServerInfo,
    userName: FileServerUserName,
    serverPwd: FileServerPassword,
  },
  'required',
);
export type NewFileServer = v.InferOutput<typeof NewFileServer>;
