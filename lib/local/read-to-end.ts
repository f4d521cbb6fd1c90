import type { IncomingMessage } from 'node:http';

/** A client that is not done by then may be waiting for the answer itself. */
const longestWait = 2000;

/**
 * Takes in what is left of a request's body: a client that is still sending may not hear an answer, and
 * not be heard with its next request. Whether it is at its end; where not, the connection cannot go on.
 */
export async function readToEnd(request: IncomingMessage): Promise<boolean> {
  if (request.readableEnded || request.destroyed) return true;
  return new Promise((resolve) => {
    const waited = setTimeout(() => resolve(false), longestWait);
    // Not `finished`: it waits for the end of the exchange, which is still to be answered.
    for (const end of ['end', 'close', 'error']) {
      request.once(end, () => {
        clearTimeout(waited);
        resolve(true);
      });
    }
    request.resume();
  });
}
