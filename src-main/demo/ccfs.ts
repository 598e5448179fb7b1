import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../platform/atomic-file.ts';
import type { RoutedRequest } from './https-service.ts';
import { isJsonUtf8, parseJson } from './isales.ts';
import { digits, pick } from './random.ts';
import type { DemoState } from './records.ts';
import { ccfsCodes } from './result-codes.ts';
import type { CcfsReason } from './result-codes.ts';
import type { ReceivedRequest } from './signature.ts';
import { voiceFileFault } from './wav-format.ts';

const uploadPath = '/CCFS/resource/ccfs/ivr/uploadFile';

export interface CcfsOptions {
  /** Where voice files are kept on this machine. */
  readonly folder: string;
  /** "Third-Party Upload File Size Limit", in MB of 1,048,576 bytes, of the decoded file. */
  readonly voiceLimitMb: number;
}

/** The CC-FS side: uploading a voice file as a third party. */
export function routeCcfs(
  state: DemoState,
  options: CcfsOptions,
  request: ReceivedRequest,
): RoutedRequest | 404 | 405 {
  const [path, query = ''] = request.target.split('?', 2);
  if (path !== uploadPath) return 404;
  if (request.method !== 'POST') return 405;
  return {
    name: 'ivr/uploadFile',
    answer: async () => {
      const checked = checkUpload(state, options, new URLSearchParams(query), request);
      if ('reason' in checked) return refused(checked.reason, checked.about);
      return stored(state, options.folder, checked);
    },
    answerCode: (resultCode) => ({
      resultCode,
      resultDesc: `Failed with ${resultCode}`,
      resultData: '',
    }),
  };
}

interface Fault {
  readonly reason: CcfsReason;
  readonly about: string;
}

const refused = (reason: CcfsReason, about: string): object => ({
  resultCode: ccfsCodes[reason].code,
  resultDesc: `${ccfsCodes[reason].text}: ${about}`,
  // Documented as "left empty": an empty string where success has an object.
  resultData: '',
});

/** The decoded file, or what is wrong with the request: address, then envelope, then sound. */
function checkUpload(
  state: DemoState,
  options: CcfsOptions,
  query: URLSearchParams,
  request: ReceivedRequest,
): Buffer | Fault {
  const vdn = query.get('vdnId');
  if (vdn === null) return { reason: 'missing', about: 'vdnId' };
  if (vdn === '') return { reason: 'empty', about: 'vdnId' };
  if (!/^\d{1,9}$/.test(vdn) || Number(vdn) !== state.vdnId) return { reason: 'format', about: 'vdnId' };
  if (!isJsonUtf8(request.headers['content-type'])) return { reason: 'format', about: 'Content-Type' };

  const body = parseJson(request.body);
  const envelope = member(body, 'request');
  const content = member(body, 'msgBody');
  if (!isObject(envelope) || !isObject(content)) return { reason: 'noBody', about: 'request, msgBody' };

  const version = envelope['version'];
  if (version === undefined || version === null) return { reason: 'missing', about: 'version' };
  if (version === '') return { reason: 'empty', about: 'version' };
  if (typeof version !== 'string') return { reason: 'format', about: 'version' };
  if (version.length > 32) return { reason: 'tooLong', about: 'version' };
  if (version !== '2.0') return { reason: 'version', about: version };

  const data = content['data'];
  if (data === undefined || data === null) return { reason: 'missing', about: 'data' };
  if (data === '') return { reason: 'empty', about: 'data' };
  if (typeof data !== 'string' || !isBase64(data)) return { reason: 'format', about: 'data is not base64' };
  const file = Buffer.from(data, 'base64');
  const limit = options.voiceLimitMb * 1024 * 1024;
  if (file.length > limit) return { reason: 'tooLong', about: `more than ${options.voiceLimitMb} MB` };
  if (file.length < 44) return { reason: 'tooShort', about: 'no complete WAV header' };
  const fault = voiceFileFault(file);
  return fault === undefined ? file : { reason: 'format', about: fault };
}

/** Standard base64 with its padding. Looks for what does not belong: matching 7 MB as a whole would backtrack. */
function isBase64(text: string): boolean {
  return text.length % 4 === 0 && !/[^A-Za-z0-9+/]/.test(text.replace(/={1,2}$/, ''));
}

async function stored(state: DemoState, folder: string, file: Buffer): Promise<object> {
  const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'.split('');
  const word = Array.from({ length: 8 }, () => pick(state.random, letters)).join('');
  const name = `${word}_${state.clock().getTime()}${digits(state.random, 2)}.wav`;
  // The default of "Third-Party Upload File Path Rule", below a drive that only the call centre has.
  const fileName = `Y:/3rdfile/${state.vdnId}/thirdvoicebotfile/${name}`;
  const directory = join(folder, '3rdfile', String(state.vdnId), 'thirdvoicebotfile');
  await mkdir(directory, { recursive: true });
  const storedAs = join(directory, name);
  await writeWhole(storedAs, file);
  state.voiceFiles.push({ fileName, bytes: file.length, storedAs });
  const { code, text } = ccfsCodes.success;
  return { resultData: { fileName, locationId: ['0', '256'] }, resultCode: code, resultDesc: text };
}

function member(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
