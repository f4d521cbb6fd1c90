import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

/** What the work under way is done for. Outbound calls, written items and messages tell it. */
export interface Trace {
  /** Id of the function: `sns.createPost`. */
  functionId: string;
  /** The request, message, batch of changes or slot that it serves. */
  requestId: string;
  /** The request or slot that it goes back to, through table, stream and queues. */
  correlationId: string;
  /** One run of the function, which may serve several messages; what it does dies with it. */
  invocationId: string;
}

const current = new AsyncLocalStorage<Trace>();

/**
 * Runs `work` for what `about` says, as a part of the function's run if that is under way; it goes
 * back to itself unless `about` says to what.
 */
export function traced<T>(
  about: { functionId: string; requestId: string; correlationId?: string | undefined },
  work: () => T,
): T {
  const { functionId, requestId, correlationId = requestId } = about;
  const running = current.getStore();
  const invocationId = running?.functionId === functionId ? running.invocationId : randomUUID();
  return current.run({ functionId, requestId, correlationId, invocationId }, work);
}

/** `undefined` outside of functions. */
export function currentTrace(): Trace | undefined {
  return current.getStore();
}

/**
 * Request id of what a container reads for itself now and then, whichever request happens to wait
 * for it: such a call is not part of what a route costs.
 */
export const containerRequest = 'container';

/** Runs `work` for the container and not for the request that waits for it. */
export function asContainer<T>(work: () => T): T {
  const functionId = currentTrace()?.functionId ?? 'none';
  return traced({ functionId, requestId: containerRequest }, work);
}

/** By which outbound calls to local services tell their trace. */
export const traceHeader = 'x-moa-trace';

export function formatTrace({ functionId, requestId, correlationId, invocationId }: Trace): string {
  return [functionId, requestId, correlationId, invocationId]
    .map((part) => encodeURIComponent(part.toWellFormed()))
    .join(':');
}

/** `undefined` for what {@link formatTrace} has not made. */
export function parseTrace(text: string): Trace | undefined {
  const parts = text.split(':').map(decoded);
  const [functionId, requestId, correlationId, invocationId] = parts;
  if (!functionId || !requestId || !correlationId || !invocationId) return undefined;
  return { functionId, requestId, correlationId, invocationId };
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
