import { DialdeskError } from '../contract/errors.ts';
import { parseAnswer, requireSuccess, type Answer } from './answer.ts';
import type { ServiceRequest } from './client.ts';
import type { ExchangeFailure, HttpAnswer } from './exchange.ts';
import { statusError } from './http-status.ts';

/**
 * The answer of a success, or the error that an HTTP answer stands for.
 *
 * For a request that must not be repeated, an answer that cannot be read is as good as none: the service
 * may have acted, and only its word for it is lost. So is a gateway's, which speaks for a server that it
 * had passed the request to and did not hear from (502, 504).
 */
export function readOutcome(request: ServiceRequest, answer: HttpAnswer, ourTime: Date): Answer {
  const refused = statusError(answer, request.service, ourTime);
  if (refused !== undefined) {
    throw request.repeat === 'once' && [502, 504].includes(answer.status)
      ? outcomeUnknown(request, refused)
      : refused;
  }
  try {
    const fields = parseAnswer(answer.body);
    requireSuccess(fields, request.service, request.interface, request.mustHaveCode ?? true);
    return fields;
  } catch (error) {
    const unread = error instanceof DialdeskError && error.code === 'bad_answer';
    throw unread && request.repeat === 'once' ? outcomeUnknown(request, error) : error;
  }
}

/**
 * The error for a request without an answer. Where the whole request may have left, one that must not be
 * repeated has an unknown outcome, also when it was the user who stopped waiting. Where it has not, its
 * body falls short of its Content-Length: no server can have acted on it, and the plain error stands.
 */
export function lostAnswer(request: ServiceRequest, failure: ExchangeFailure): DialdeskError {
  return request.repeat === 'once' && failure.mayHaveArrived
    ? outcomeUnknown(request, failure.error)
    : failure.error;
}

/** `details.reason` is the code of what happened, `details.cause` the system's name for it, if it has one. */
function outcomeUnknown(request: ServiceRequest, error: DialdeskError): DialdeskError {
  return new DialdeskError('outcome_unknown', `${request.interface} was sent, its answer is lost`, {
    details: { ...error.details, interface: request.interface, reason: error.code },
    cause: error,
  });
}
