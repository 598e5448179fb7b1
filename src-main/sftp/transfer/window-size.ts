/**
 * The data of one write or read request, from the most the server takes. Beyond 128 KB nothing gets faster, and
 * every request is memory here.
 */
export function chunkFor(serverLimit: number): number {
  return Math.min(serverLimit, 128 * 1024);
}

/** The most that is ever under way unanswered, in bytes. */
export const mostUnderWay = 4 * 1024 * 1024;

/**
 * How much may be under way unanswered, in bytes, from the round trip in ms: what a fast link (400 MB/s)
 * carries in that time, at least 1 MB and at most 4 MB. More than OpenSSH's own window of 2 MB for distant
 * servers, so that it is always full; little for near ones, since all of it may have to be sent again after a
 * cut.
 */
export function windowFor(roundTripMs: number): number {
  return Math.min(mostUnderWay, Math.max(1024 * 1024, roundTripMs * 400_000));
}
