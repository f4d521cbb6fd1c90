import { createRequire } from 'node:module';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/* A process that is one function: it is told to answer requests, and tells the CPU that they took. */

/** What a host is told: where its function is, or how many requests to answer. */
export type Order = { bundle: string; events: APIGatewayProxyEventV2[] } | { requests: number };

/** What it tells of so many requests. */
export interface Report {
  /** Of the whole process, user and system. */
  cpuMicroseconds: number;
  last: APIGatewayProxyStructuredResultV2;
}

type Handler = (
  event: APIGatewayProxyEventV2,
  context: object,
) => Promise<APIGatewayProxyStructuredResultV2>;

const require = createRequire(import.meta.url);
const context = { getRemainingTimeInMillis: () => 10_000 };

let handler: Handler;
let texts: string[];
let next = 0;

async function obey(order: Order): Promise<Report | 'ready'> {
  if ('bundle' in order) {
    ({ handler } = require(order.bundle) as { handler: Handler });
    texts = order.events.map((event) => JSON.stringify(event));
    return 'ready';
  }
  let last: Report['last'] = {};
  const before = process.cpuUsage();
  for (let count = 0; count < order.requests; count++) {
    // The runtime parses each event, and gives no object twice.
    const event = JSON.parse(texts[next++ % texts.length] as string) as APIGatewayProxyEventV2;
    last = await handler(event, context);
  }
  const { user, system } = process.cpuUsage(before);
  return { cpuMicroseconds: user + system, last };
}

// What goes wrong ends the process, which its parent notices.
process.on('message', (order: Order) => void obey(order).then((answer) => process.send?.(answer)));
process.on('disconnect', () => process.exit());
