import * as v from 'valibot';
import { detailsOf } from '../contract/error-details.ts';
import { DialdeskError } from '../contract/errors.ts';
import type { UploadedVoiceFile } from '../contract/voice-upload.ts';
import type { AiccClient, CallOptions } from './client.ts';
import type { ServiceRequest } from './service-request.ts';
import { readFields } from './parse.ts';
import { text, texts } from './tolerant.ts';

/** "Uploading a File as a Third Party". The vendor's example says /ivr/upload, which is a slip. */
const path = '/CCFS/resource/ccfs/ivr/uploadFile';

/** Whatever stands in place of `resultData`, a failure's empty string too, reads as an object without fields. */
const Uploaded = v.object({
  resultData: v.fallback(v.object({ fileName: text, locationId: texts }), { fileName: null, locationId: [] }),
});

/**
 * Uploads a voice file. It is sent a single time: each upload makes another file under another name.
 *
 * @param file the WAV, whole: 8 bit, 8000 Hz, mono. It is not inspected here.
 * @param limitBytes the system's limit for the file itself, in bytes.
 * @throws DialdeskError invalid_request for an empty file or one over the limit; outcome_unknown.
 */
export async function uploadVoiceFile(
  client: AiccClient,
  file: Uint8Array,
  limitBytes: number,
  options?: CallOptions,
): Promise<UploadedVoiceFile> {
  if (file.length === 0 || file.length > limitBytes) {
    const rule = file.length === 0 ? 'required' : 'too_long';
    throw new DialdeskError('invalid_request', `not sent: the file has ${file.length} bytes`, {
      fields: [{ path: 'file', rule }],
      details: { bytes: file.length, limit: limitBytes },
    });
  }
  const answer = await client.call({ ...request(client), body: uploadBody(file), repeat: 'once' }, options);
  const { resultData } = readFields('ivr/uploadFile', Uploaded, answer);
  return { fileName: resultData.fileName, locationIds: resultData.locationId };
}

/** CC-FS's codes for a request that lacks its parameters: by then it has accepted the signature. */
const refusedAsEmpty = new Set(['0300001', '0300002', '0300007']);

/**
 * Sends an upload without a file, to see whether CC-FS is there and takes our signature. There is no `data`
 * in it, so there is nothing that could be stored.
 *
 * @throws DialdeskError as any request; a refusal for the missing file is the good outcome.
 */
export async function probeVoiceUpload(client: AiccClient, options?: CallOptions): Promise<void> {
  const fields = { request: { version: '2.0' }, msgBody: {} };
  try {
    await client.call({ ...request(client), fields, repeat: 'repeatable', probe: refusedAsEmpty }, options);
  } catch (error) {
    const code = error instanceof DialdeskError && detailsOf(error, 'result_code').resultCode;
    if (typeof code !== 'string' || !refusedAsEmpty.has(code)) throw error;
  }
}

function request(client: AiccClient): Omit<ServiceRequest, 'repeat'> {
  return {
    interface: 'ivr/uploadFile',
    service: 'ccfs',
    method: 'POST',
    path,
    query: { vdnId: String(client.settings.vdnId) },
    locale: false,
  };
}

/** The JSON as bytes, made once: 7 MB of base64 need no further copies as text. */
function uploadBody(file: Uint8Array): Uint8Array {
  const before = '{"request":{"version":"2.0"},"msgBody":{"data":"';
  const after = '"}}';
  const base64Length = Math.ceil(file.length / 3) * 4;
  const body = Buffer.allocUnsafe(before.length + base64Length + after.length);
  body.write(before, 'latin1');
  const view = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  body.write(view.toString('base64'), before.length, 'latin1');
  body.write(after, before.length + base64Length, 'latin1');
  return body;
}
