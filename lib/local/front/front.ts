import type { IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { parseTrace, traceHeader } from '../../trace.ts';
import type { Refusal, ServiceCall, ServiceName } from './call.ts';
import type { Fault, Faults } from './faults.ts';
import { guards } from './guards/guards.ts';
import { type Protocol, protocols, type ServiceRequest } from './protocols.ts';

/** Says why a call is refused; `undefined` lets it pass. */
export type Check = (call: ServiceCall) => Refusal | undefined;

export interface ServiceReply {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/**
 * What whoever asks gets to see: a reply, the connection's end before one, half of one, or nothing
 * for ever.
 */
export type Outcome =
  | { kind: 'reply' | 'half'; reply: ServiceReply }
  | { kind: 'broken' }
  | { kind: 'silence' };

/** What the fronts of one stack have in common. */
export interface FrontDesk {
  faults: Faults;
  /** Asks `check` before each call from now on, after what always is checked. */
  use: (check: Check) => void;
  /** Tells `listener` each call; answers what ends it. */
  watch: (listener: (call: ServiceCall) => void) => () => void;
  /** Why a call is refused; a call that is not is told to the listeners. */
  admit: (call: ServiceCall) => Refusal | undefined;
}

export function createFrontDesk(faults: Faults): FrontDesk {
  const checks: Check[] = [({ service, operation, input }) => guards[service](operation, input)];
  const listeners = new Set<(call: ServiceCall) => void>();
  return {
    faults,
    use(check) {
      checks.push(check);
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    admit(call) {
      for (const check of checks) {
        const refusal = check(call);
        if (refusal) return refusal;
      }
      for (const listener of listeners) listener(call);
      return undefined;
    },
  };
}

export interface FrontOptions {
  service: ServiceName;
  desk: FrontDesk;
  /** Asks the service itself. */
  pass: (asked: ServiceRequest) => Promise<ServiceReply>;
  /** Whether what a function has written must outlive a kill from the moment it is told so. */
  durable?: boolean;
}

/** Serves requests to one service: refuses, breaks or passes them on. */
export function createFront({
  service,
  desk,
  pass,
  durable = false,
}: FrontOptions): (asked: ServiceRequest) => Promise<Outcome> {
  const protocol = protocols[service];
  const passed = async (asked: ServiceRequest): Promise<Outcome> => ({
    kind: 'reply',
    reply: await pass(asked),
  });
  return async (asked) => {
    const call = readCall(service, asked);
    if (!call) return passed(asked);
    const refusal = desk.admit(call);
    if (refusal) return refused(protocol, refusal);
    const forward = async () => {
      const given = await pass(asked);
      if (durable && protocol.commit?.after.test(call.operation)) {
        await pass(protocol.commit.request);
      }
      return given;
    };
    return suffer(desk.faults.next(call), protocol, forward);
  };
}

const delayMilliseconds = 300;

async function suffer(
  fault: Fault | undefined,
  protocol: Protocol,
  forward: () => Promise<ServiceReply>,
): Promise<Outcome> {
  switch (fault?.kind) {
    case 'throttle':
      return refused(protocol, protocol.throttled);
    case 'error':
      return refused(protocol, protocol.broken);
    case 'reset':
    case 'kill_before':
      await fault.meanwhile?.();
      return { kind: 'broken' };
    case 'hang':
      return { kind: 'silence' };
    case 'lost_reply':
    case 'kill_after':
      await forward();
      await fault.meanwhile?.();
      return { kind: 'broken' };
    case 'truncate':
      return { kind: 'half', reply: await forward() };
    case 'delay': {
      const reply = await forward();
      await (fault.meanwhile ? fault.meanwhile() : pause(delayMilliseconds));
      return { kind: 'reply', reply };
    }
    case 'duplicate': {
      const reply = await forward();
      await forward();
      return { kind: 'reply', reply };
    }
    case undefined:
      return { kind: 'reply', reply: await forward() };
  }
}

/** A refusal in the service's own words. */
export function refused(protocol: Protocol, refusal: Refusal): Outcome {
  const { headers, body } = protocol.write(refusal);
  return { kind: 'reply', reply: { status: refusal.status, headers, body: Buffer.from(body) } };
}

function readCall(service: ServiceName, request: ServiceRequest): ServiceCall | undefined {
  const protocol = protocols[service];
  if (protocol.method !== 'any' && protocol.method !== request.method) return undefined;
  const trace = request.headers[traceHeader];
  return {
    service,
    ...protocol.read(request),
    trace: typeof trace === 'string' ? parseTrace(trace) : undefined,
  };
}
