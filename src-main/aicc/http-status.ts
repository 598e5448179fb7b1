import { DialdeskError } from '../contract/errors.ts';
import { parseAnswer, readResult, type Service } from './answer.ts';
import type { HttpAnswer } from './exchange.ts';
import { retryAfterMs } from './retry.ts';

/**
 * The error that an HTTP status stands for, or undefined for 200, the only success. Redirects are not
 * followed: the Authorization header was made for one host and must not travel to another.
 */
export function statusError(answer: HttpAnswer, service: Service, ourTime: Date): DialdeskError | undefined {
  const { status, headers } = answer;
  // before any of its body is read, which may be long
  if (status === 200) return undefined;
  const wait = retryAfterMs(headers['retry-after'], ourTime);
  const details = {
    status,
    ...refusalText(answer, service),
    ...(wait !== undefined && { retryAfterMs: wait }),
  };
  switch (status) {
    case 401:
      return new DialdeskError('unauthorized', 'the signature was refused', {
        details: { ...details, ourTime: ourTime.toISOString(), serverTime: isoTime(headers.date) },
      });
    case 403:
      return new DialdeskError('source_blocked', 'this address is blocked', { details });
    case 404:
    case 405: // the address is there, but not with this method: the list of campaigns, on older systems
    case 501:
      return new DialdeskError('not_offered', 'the system lacks this interface', { details });
    case 429:
      return new DialdeskError('flow_control', 'too many requests', { details });
    default:
      return new DialdeskError('http_status', `the server answered with HTTP status ${status}`, { details });
  }
}

/** What the body says about it, if it is one of the service's own answers and not a gateway's page. */
function refusalText({ body }: HttpAnswer, service: Service): Record<string, string> {
  try {
    const { resultCode, resultDesc } = readResult(parseAnswer(body), service);
    return {
      ...(resultCode !== null && { resultCode }),
      ...(resultDesc !== null && { resultDesc }),
    };
  } catch {
    return {};
  }
}

/** A Date header as ISO 8601, UTC; null if it is missing or unreadable. */
function isoTime(header: string | undefined): string | null {
  const time = Date.parse(header ?? '');
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
