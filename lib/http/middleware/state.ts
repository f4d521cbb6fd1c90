import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { RequestCaller } from '../../caller.ts';
import type { Membership } from '../../companies/membership/membership.ts';
import type { Log } from '../../log.ts';
import type { Once } from '../../model/once.ts';
import type { PageRequest } from '../../schema/page.ts';
import type { RateState } from '../rate-headers.ts';

/** What the links of the chain tell each other about one request. */
export interface RouteRequest {
  requestId: string;
  log: Log;
  now: Date;
  startedAt: number;
  caller: RequestCaller;
  /** Settles when the use of the caller's API key is written, or cannot be; never rejects. */
  keyUseNoted: Promise<void> | undefined;
  /** Of routes under a company: as what the caller acts there. */
  member: Membership | undefined;
  rates: RateState[];
  once: Once | undefined;
  /** The outcome of an earlier request with the same idempotency key. */
  replay: { outcome: unknown } | undefined;
  params: unknown;
  query: unknown;
  body: unknown;
  version: number;
  page: PageRequest;
  /** Of paginated routes: makes a cursor of a position, for the same list. */
  sealCursor: ((position: string) => Promise<string>) | undefined;
}

export type RouteMiddleware = MiddlewareObj<
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2
>;

// middy hands its own request object to middlewares but not to the handler; the event is what all
// of them see.
const states = new WeakMap<object, RouteRequest>();

export function setState(event: object, state: RouteRequest): void {
  states.set(event, state);
}

export function stateOf(event: object): RouteRequest {
  const state = states.get(event);
  if (!state) throw new Error('The chain has not begun');
  return state;
}
