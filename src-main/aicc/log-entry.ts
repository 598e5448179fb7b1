import { causeOf, detailsOf } from '../contract/error-details.ts';
import { DialdeskError } from '../contract/errors.ts';
import { parseAnswer, readResult, successCode, type Answer, type ResultText } from './answer.ts';
import type { ServiceRequest } from './service-request.ts';
import type { HttpAnswer } from './exchange.ts';
import { redact, redactText } from './redact.ts';
import type { RequestLogEntry } from './request-log.ts';

/** What is known about an attempt once it is over. */
export interface Attempt {
  readonly request: ServiceRequest;
  readonly requestBytes: number;
  readonly attempt: number;
  readonly at: Date;
  readonly ms: number;
  readonly received: HttpAnswer | undefined;
  /** What it threw, if it did. */
  readonly failure: unknown;
}

/** Turns an attempt into what may be written down. Bodies given as bytes are files and are left out. */
export function logEntry({ request, received, failure, ...attempt }: Attempt): RequestLogEntry {
  const left = request.unlogged === true && failure === undefined;
  const answer = received === undefined || left ? undefined : answerFields(received);
  const result = answer === undefined ? refusalOf(failure) : readResult(answer, request.service);
  const cause = failure instanceof DialdeskError ? causeOf(failure) : undefined;
  const wanted = request.probe?.has(result?.resultCode ?? '') ?? false;
  return {
    ...attempt,
    ms: Math.round(attempt.ms),
    service: request.service,
    interface: request.interface,
    method: request.method,
    path: request.path,
    request: request.fields === undefined ? null : redact(request.fields),
    status: received?.status ?? null,
    resultCode: left ? successCode[request.service] : (result?.resultCode ?? null),
    resultDesc: typeof result?.resultDesc === 'string' ? redactText(result.resultDesc) : null,
    answer:
      answer === undefined
        ? null
        : redact(request.unlogged === true ? { ...answer, data: '', result: '' } : answer),
    error:
      failure === undefined || wanted ? null : failure instanceof DialdeskError ? failure.code : 'internal',
    cause: typeof cause === 'string' ? cause : null,
    ...(request.probe !== undefined && { probe: true }),
  };
}

/** What a refusal says whose body is elsewhere: it was handed over to be read. */
function refusalOf(failure: unknown): ResultText | undefined {
  if (!(failure instanceof DialdeskError) || failure.code !== 'result_code') return undefined;
  const { resultCode = null, resultDesc = null } = detailsOf(failure, 'result_code');
  return { resultCode, resultDesc };
}

function answerFields({ body }: HttpAnswer): Answer | undefined {
  try {
    return parseAnswer(body);
  } catch {
    return undefined;
  }
}
