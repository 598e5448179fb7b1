import { readDetails } from '../contract/error-details.ts';
import { DialdeskError } from '../contract/errors.ts';
import { parseAnswer, requireSuccess, type Answer } from './answer.ts';
import type { ServiceRequest } from './service-request.ts';
import type { ExchangeFailure, HttpAnswer } from './exchange.ts';
import { statusError } from './http-status.ts';
import { onceOutcome } from './once-outcome.ts';

/**
 * The answer of a success, or the error that an HTTP answer stands for. Of a request that must not be repeated, an
 * answer that is neither a clear success nor a clear refusal (`once-outcome.ts`) leaves the outcome unknown.
 */
export function readOutcome(request: ServiceRequest, answer: HttpAnswer, ourTime: Date): Answer {
  const outcome = request.repeat === 'once' ? onceOutcome(request, answer) : null;
  try {
    const refused = statusError(answer, request.service, ourTime);
    if (refused !== undefined) throw refused;
    const fields = parseAnswer(answer.body);
    requireSuccess(fields, request.service, request.interface, request.mustHaveCode ?? true);
    if (outcome === null || outcome === 'done') return fields;
    throw new DialdeskError('bad_answer', `${request.interface}: its codes are not clear`, {
      details: { cause: 'unclear_code' },
    });
  } catch (error) {
    const unclear = error instanceof DialdeskError && outcome !== null && outcome !== 'refused';
    throw unclear ? outcomeUnknown(request, error) : error;
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
    details: {
      ...readDetails('outcome_unknown', error.details),
      interface: request.interface,
      reason: error.code,
    },
    cause: error,
  });
}
