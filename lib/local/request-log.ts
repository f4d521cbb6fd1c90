import type { Call } from '../aws/calls.ts';

/** One answered request, as `GET /_local/requests` shows it. */
export interface RequestRecord {
  /** `undefined` when the gateway answered by itself. */
  requestId: string | undefined;
  /** Epoch milliseconds. */
  at: number;
  method: string;
  path: string;
  /** Id of the route; `undefined` when none fits. */
  route: string | undefined;
  status: number;
  milliseconds: number;
}

/** The recent requests, and the outbound calls of recent requests, messages and runs. */
export interface RequestLog {
  addRequest(request: RequestRecord): void;
  addCall(requestId: string, call: Call): void;
  /** Newest first. */
  requests(): RequestRecord[];
  calls(requestId: string): readonly Call[];
}

/** The target of a request as it may be kept: a token in its query stays with who sent it. */
export const withoutToken = (url: string): string => url.replace(/([?&]token=)[^&]*/g, '$1…');

const keptRequests = 500;
const keptIds = 5000;
const keptCallsOfOne = 2000;

export function createRequestLog(): RequestLog {
  // Overwritten in turn: a request costs no allocation beyond its record.
  const ring: RequestRecord[] = [];
  let count = 0;
  const calls = new Map<string, Call[]>();
  return {
    addRequest(request) {
      ring[count % keptRequests] = request;
      count += 1;
    },
    addCall(requestId, call) {
      let list = calls.get(requestId);
      if (!list) {
        if (calls.size >= keptIds) calls.delete(calls.keys().next().value ?? '');
        list = [];
        calls.set(requestId, list);
      }
      if (list.length < keptCallsOfOne) list.push(call);
    },
    requests() {
      const next = count % keptRequests;
      return [...ring.slice(next), ...ring.slice(0, next)].reverse();
    },
    calls: (requestId) => calls.get(requestId) ?? [],
  };
}
