import {
  Agent,
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { traceHeader } from '../../trace.ts';
import type { Network } from '../network.ts';
import { readToEnd } from '../read-to-end.ts';
import { stackTimeHeader } from '../services/s3/stack-time.ts';
import type { ServiceAddresses } from '../services/services.ts';
import type { ServiceName } from './call.ts';
import { readClientCall } from './client-calls.ts';
import { createFaults } from './faults.ts';
import {
  createFront,
  createFrontDesk,
  type FrontDesk,
  type Outcome,
  refused,
  type ServiceReply,
} from './front.ts';
import { protocols, type ServiceRequest } from './protocols.ts';

/**
 * A proxy in front of each local service, through which the functions reach it: it refuses what AWS
 * would refuse and the service does not, and makes faults happen.
 */
export interface Fronts<Service extends ServiceName = ServiceName>
  extends Pick<FrontDesk, 'faults' | 'use' | 'watch'> {
  addresses: Pick<ServiceAddresses, Service>;
  /** Has links looked at as if the clock were ahead by this many milliseconds. */
  setClockOffset: (milliseconds: number) => void;
  close(): Promise<void>;
}

/** Longer than a client keeps a connection, which would else break under its next call. */
const keepAliveTimeout = 65_000;

export interface FrontsOptions {
  /** Whether what a function has written must outlive a kill from the moment it is told so. */
  durable?: boolean;
  /** Where services of this process are; their fronts are there as well. */
  network?: Network | undefined;
}

/** @param targets the services that get a front, by where they are */
export async function startFronts<Service extends ServiceName>(
  targets: Readonly<Record<Service, string>>,
  { durable = false, network }: FrontsOptions = {},
): Promise<Fronts<Service>> {
  const desk = createFrontDesk(createFaults());
  let clockOffset = 0;
  const agent = new Agent({ keepAlive: true });

  const startOnSocket = async (service: Service) => {
    const protocol = protocols[service];
    const target = new URL(targets[service]);
    const pass = (asked: ServiceRequest) => {
      // S3 verifies what was signed, the host among it; queue URLs carry the host that is asked.
      const headers = service === 's3' ? asked.headers : { ...asked.headers, host: target.host };
      return ask(agent, target, { ...asked, headers });
    };
    const front = createFront({ service, desk, pass, durable });

    const relayClient = async (incoming: IncomingMessage, answered: ServerResponse) => {
      const { call, body, letGo } = await readClientCall(incoming);
      const refusal = desk.admit(call);
      if (refusal) {
        await letGo();
        if (!(await readToEnd(incoming))) answered.setHeader('connection', 'close');
        return deliver(answered, refused(protocol, refusal));
      }
      await relay(agent, target, { incoming, body, answered });
    };

    const serve = async (incoming: IncomingMessage, answered: ServerResponse): Promise<void> => {
      if (service === 's3') {
        incoming.headers[stackTimeHeader] ??= new Date(Date.now() + clockOffset).toISOString();
        // Links are for clients, whose content may be large, and who are no part of the stack.
        if (incoming.headers[traceHeader] === undefined) return relayClient(incoming, answered);
      }
      const { method, url, headers } = incoming;
      deliver(answered, await front({ method, url, headers, body: await buffer(incoming) }));
    };
    const server = createServer({ keepAliveTimeout }, (incoming, answered) => {
      serve(incoming, answered).catch((error: unknown) => {
        if (error instanceof ServiceGone || answered.headersSent) return answered.destroy();
        const message = `The front of ${service} failed: ${String(error)}`;
        return deliver(answered, refused(protocol, { ...protocol.broken, message }));
      });
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return server;
  };

  const servers: Server[] = [];
  const origins: string[] = [];
  const start = async (service: Service): Promise<string> => {
    const target = network?.serverOf(targets[service]);
    if (network && target) {
      const pass = async (asked: ServiceRequest) => replyOf(await target(asked));
      const origin = network.listen(service, createFront({ service, desk, pass, durable }));
      origins.push(origin);
      return origin;
    }
    const server = await startOnSocket(service);
    servers.push(server);
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const addresses = await Promise.all(
    (Object.keys(targets) as Service[]).map(async (service) => [service, await start(service)]),
  );
  return {
    addresses: Object.fromEntries(addresses) as Pick<ServiceAddresses, Service>,
    faults: desk.faults,
    use: desk.use,
    watch: desk.watch,
    setClockOffset(milliseconds) {
      clockOffset = milliseconds;
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
      for (const origin of origins) network?.close(origin);
      agent.destroy();
    },
  };
}

/** What a service of this process has answered. @throws ServiceGone when it has not */
function replyOf(outcome: Outcome): ServiceReply {
  if (outcome.kind === 'reply') return outcome.reply;
  throw new ServiceGone(outcome.kind);
}

/** The connection to the service broke: the function is to see the same. */
class ServiceGone extends Error {
  override readonly name = 'ServiceGone';
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
        headers: { ...withoutExpect(given), connection: 'keep-alive' },
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

/** What is not passed on: the service would be asked for its leave, and nobody hears its answer. */
function withoutExpect(given: ServiceRequest['headers']): ServiceRequest['headers'] {
  const headers = { ...given };
  delete headers.expect;
  return headers;
}

interface Relay {
  incoming: IncomingMessage;
  body: Readable;
  answered: ServerResponse;
}

/** Passes on a request and its answer as they come, whatever their size. */
async function relay(
  agent: Agent,
  target: URL,
  { incoming, body, answered }: Relay,
): Promise<void> {
  const { method, url: path, headers } = incoming;
  const { hostname: host, port } = target;
  const forwarded = request({
    agent,
    host,
    port,
    method,
    path,
    headers: withoutExpect(headers),
  });
  const response = new Promise<IncomingMessage>((resolve, reject) => {
    forwarded.once('response', resolve);
    forwarded.once('error', (cause) => reject(new ServiceGone(target.host, { cause })));
  });
  const sent = pipeline(body, forwarded);
  // Whether it was read to its end is what the answer tells.
  sent.catch(() => undefined);
  const { statusCode = 502, headers: got } = await response;
  answered.writeHead(statusCode, got);
  await pipeline(await response, answered);
}

function deliver(answered: ServerResponse, outcome: Outcome): void {
  switch (outcome.kind) {
    case 'silence':
      return;
    case 'broken':
      answered.destroy();
      return;
    case 'half': {
      const { status, headers, body } = outcome.reply;
      answered.writeHead(status, headers);
      answered.write(body.subarray(0, Math.floor(body.length / 2)), () => answered.destroy());
      return;
    }
    case 'reply': {
      const { status, headers, body } = outcome.reply;
      // The answer to a HEAD request tells the length of what it does not carry.
      const length = body.length === 0 ? headers['content-length'] : String(body.length);
      const { 'transfer-encoding': _chunked, ...whole } = headers;
      answered.writeHead(status, { ...whole, 'content-length': length ?? '0' }).end(body);
    }
  }
}
