import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { Outcome } from './front/front.ts';
import type { ServiceRequest } from './front/protocols.ts';

/** Answers what a service, or the front of one, is asked. */
export type Serve = (asked: ServiceRequest) => Promise<Outcome>;

/** Reaches services that run in this process. Others are reached over sockets. */
export interface Network {
  /** Serves an origin of its own; answers that, `http://…` without a slash at the end. */
  listen(name: string, serve: Serve): string;
  close(origin: string): void;
  /** What serves an origin; `undefined` for one that is reached over sockets. */
  serverOf(origin: string): Serve | undefined;
  /** Carries the requests of SDK clients to origins of this process. */
  requestHandler: NonNullable<DynamoDBClientConfig['requestHandler']>;
  /** As the global one, to origins of this process as well. */
  fetch: (url: string) => Promise<Response>;
}
