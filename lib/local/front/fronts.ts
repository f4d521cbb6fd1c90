import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { parseTrace, traceHeader } from '../../trace.ts';
import type { ServiceAddresses } from '../services/services.ts';
import type { Refusal, ServiceCall, ServiceName } from './call.ts';
import { createFaults, type Fault, type Faults } from './faults.ts';
import { guards } from './guards/guards.ts';
import { type Protocol, protocols, type ServiceRequest, services } from './protocols.ts';

/** Says why a call is refused; `undefined` lets it pass. */
export type Check = (call: ServiceCall) => Refusal | undefined;

/** What AWS refuses and the service lets through. */
const guardOf =
  (service: ServiceName): Check =>
  ({ operation, input }) =>
    guards[service](operation, input);

/**
 * A proxy in front of each local service, through which the functions reach it: it refuses what AWS
 * would refuse and the service does not, and makes faults happen.
 */
export interface Fronts {
  addresses: ServiceAddresses;
  faults: Faults;
  /** Asks `check` before each call from now on, after what always is checked. */
  use(check: Check): void;
  /** Tells `listener` each call; answers what ends it. */
  watch(listener: (call: ServiceCall) => void): () => void;
  close(): Promise<void>;
}

const delayMilliseconds = 300;

/** Longer than a client keeps a connection, which would else break under its next call. */
const keepAliveTimeout = 65_000;

export interface FrontsOptions {
  /** Whether what a function has written must outlive a kill from the moment it is told so. */
  durable?: boolean;
}

export async function startFronts(
  targets: ServiceAddresses,
  { durable = false }: FrontsOptions = {},
): Promise<Fronts> {
  const faults = createFaults();
  const checks: Check[] = [];
  const listeners = new Set<(call: ServiceCall) => void>();
  const agent = new Agent({ keepAlive: true });

  const start = async (service: ServiceName) => {
    const protocol = protocols[service];
    const target = new URL(targets[service]);
    const pass = (asked: ServiceRequest) => ask(agent, target, asked);
    const forward = async (asked: ServiceRequest, { operation }: ServiceCall) => {
      const given = await pass(asked);
      if (durable && protocol.commit?.after.test(operation)) await pass(protocol.commit.request);
      return given;
    };

    const serve = async (incoming: IncomingMessage, answered: ServerResponse): Promise<void> => {
      const { method, url, headers } = incoming;
      const asked: ServiceRequest = { method, url, headers, body: await buffer(incoming) };
      const call = readCall(service, protocol, asked);
      if (!call) return reply(answered, await pass(asked));
      for (const check of [guardOf(service), ...checks]) {
        const refusal = check(call);
        if (refusal) return refuse(answered, protocol, refusal);
      }
      for (const listener of listeners) listener(call);
      await serveWith(faults.next(call), {
        answered,
        protocol,
        forward: () => forward(asked, call),
      });
    };
    const server = createServer({ keepAliveTimeout }, (incoming, answered) => {
      serve(incoming, answered).catch((error: unknown) => {
        if (error instanceof ServiceGone || answered.headersSent) return answered.destroy();
        const message = `The front of ${service} failed: ${String(error)}`;
        return refuse(answered, protocol, { ...protocol.broken, message });
      });
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return server;
  };

  const servers = await Promise.all(services.map(start));
  const addresses = servers.map((server, index) => [
    services[index],
    `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  ]);
  return {
    addresses: Object.fromEntries(addresses) as ServiceAddresses,
    faults,
    use(check) {
      checks.push(check);
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      const closed = servers.map(
        (server) =>
          new Promise((resolve) => {
            server.close(resolve);
            server.closeAllConnections();
          }),
      );
      await Promise.all(closed);
      agent.destroy();
    },
  };
}

/** The connection to the service broke: the function is to see the same. */
class ServiceGone extends Error {
  override readonly name = 'ServiceGone';
}

function readCall(
  service: ServiceName,
  protocol: Protocol,
  { method, headers, body }: ServiceRequest,
): ServiceCall | undefined {
  if (method !== protocol.method) return undefined;
  const trace = headers[traceHeader];
  return {
    service,
    ...protocol.read(headers, body),
    trace: typeof trace === 'string' ? parseTrace(trace) : undefined,
  };
}

interface ServiceReply {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

function ask(
  agent: Agent,
  target: URL,
  { method, url, headers: given, body }: ServiceRequest,
): Promise<ServiceReply> {
  return new Promise((resolve, reject) => {
    const forwarded = request(
      {
        agent,
        host: target.hostname,
        port: target.port,
        method,
        path: url,
        headers: { ...given, host: target.host, connection: 'keep-alive' },
      },
      (response) => {
        const { statusCode: status = 502, headers } = response;
        buffer(response).then(
          (content) => resolve({ status, headers, body: content }),
          (cause: unknown) => reject(new ServiceGone(target.host, { cause })),
        );
      },
    );
    forwarded.once('error', (cause) => reject(new ServiceGone(target.host, { cause })));
    forwarded.end(body);
  });
}

interface Exchange {
  answered: ServerResponse;
  protocol: Protocol;
  forward: () => Promise<ServiceReply>;
}

async function serveWith(
  fault: Fault | undefined,
  { answered, protocol, forward }: Exchange,
): Promise<void> {
  switch (fault?.kind) {
    case 'throttle':
      return refuse(answered, protocol, protocol.throttled);
    case 'error':
      return refuse(answered, protocol, protocol.broken);
    case 'reset':
    case 'kill_before':
      await fault.meanwhile?.();
      answered.destroy();
      return;
    case 'hang':
      return;
    case 'lost_reply':
    case 'kill_after':
      await forward();
      await fault.meanwhile?.();
      answered.destroy();
      return;
    case 'truncate': {
      const { status, headers, body } = await forward();
      answered.writeHead(status, headers);
      answered.write(body.subarray(0, Math.floor(body.length / 2)), () => answered.destroy());
      return;
    }
    case 'delay': {
      const late = await forward();
      await (fault.meanwhile ? fault.meanwhile() : pause(delayMilliseconds));
      return reply(answered, late);
    }
    case 'duplicate': {
      const first = await forward();
      await forward();
      return reply(answered, first);
    }
    case undefined:
      return reply(answered, await forward());
  }
}

function reply(answered: ServerResponse, { status, headers, body }: ServiceReply): void {
  answered.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
}

function refuse(answered: ServerResponse, protocol: Protocol, refusal: Refusal): void {
  const { headers, body } = protocol.write(refusal);
  answered.writeHead(refusal.status, headers).end(body);
}
