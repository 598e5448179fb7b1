import type { InterfaceName } from '../contract/result-codes.ts';
import { Refusal } from './request-fields.ts';
import type { JsonObject } from './request-fields.ts';
import type { RoutedRequest } from './https-service.ts';
import { failure, success } from './isales-routes.ts';
import type { IsalesRoute } from './isales-routes.ts';
import type { Locale } from './result-codes.ts';
import type { ReceivedRequest } from './signature.ts';

const address = /^\/rest\/isales\/(v[12])\/openapi\/campaigns\/(.*)$/;

/** The CC-iSales side: which interface a request is for, and its answer. */
export function routeIsales(
  routes: readonly IsalesRoute[],
  vdnId: number,
  lacks: readonly InterfaceName[],
  request: ReceivedRequest,
): RoutedRequest | 404 | 405 {
  const [path = '', query = ''] = request.target.split('?', 2);
  const [, version, below] = address.exec(path) ?? [];
  if (below === undefined) return 404;
  const [vdn = '', ...segments] = below.split('/');
  const onPath = routes.filter(
    (route) =>
      (route.version ?? 'v1') === version && !lacks.includes(route.name) && fits(route.path, segments),
  );
  const route = onPath.find(({ method }) => method === request.method);
  if (!route) return onPath.length > 0 ? 405 : 404;
  const locale: Locale = request.headers['locale'] === 'en_US' ? 'en_US' : 'zh_CN';

  return {
    name: route.name,
    answer: () => {
      try {
        checkVdn(vdn, vdnId);
        const fields = route.run({
          ids: segments.filter((_, index) => route.path[index] === '*').map(decoded),
          query: new URLSearchParams(query),
          body: route.body ? jsonObject(request) : {},
        });
        return success(route, fields, locale);
      } catch (error) {
        if (error instanceof Refusal) return failure(route, error, locale);
        throw error;
      }
    },
    answerCode: (resultCode) => ({
      returnCode: resultCode,
      resultCode,
      resultDesc: `Failed with ${resultCode}`,
      returnDesc: `Failed with ${resultCode}`,
    }),
  };
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((part, index) => (part === '*' ? segments[index] !== '' : part === segments[index]))
  );
}

/** The VDN is an integer from 1 to 9999, and the one that the access key belongs to. */
function checkVdn(text: string, own: number): void {
  if (!/^-?\d+$/.test(text)) throw new Refusal('type', 'vdnId');
  const vdn = Number(text);
  if (vdn < 1 || vdn > 9999) throw new Refusal('value', 'vdnId');
  if (vdn !== own) throw new Refusal('parameter', 'vdnId does not belong to the access key');
}

function jsonObject(request: ReceivedRequest): JsonObject {
  if (!isJsonUtf8(request.headers['content-type'])) throw new Refusal('parameter', 'Content-Type');
  const body = parseJson(request.body);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Refusal('parameter', 'the request body is not a JSON object');
  }
  return body as JsonObject;
}

/** Whether a Content-Type is JSON in UTF-8, with or without a blank before the charset, in any case. */
export function isJsonUtf8(contentType: string | readonly string[] | undefined): boolean {
  return typeof contentType === 'string' && /^application\/json\s*;\s*charset=utf-8$/i.test(contentType);
}

/** The value, or undefined if the bytes are not JSON in UTF-8. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
