import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream/promises';

/** A client that is not done by then may be waiting for the answer itself. */
const longestWait = 2000;

/**
 * Takes in what is left of a request's body: a client that is still sending may not hear an answer, and
 * not be heard with its next request.
 */
export async function readToEnd(request: IncomingMessage): Promise<void> {
  if (request.readableEnded || request.destroyed) return;
  request.resume();
  try {
    await finished(request, { writable: false, signal: AbortSignal.timeout(longestWait) });
  } catch {
    // The client has gone, or waits.
  }
}
