import type { Scope } from './scopes.ts';

/** Where a request came from, as the gateway reports it. */
export interface Source {
  /** IPv4 address, or the /64 prefix of an IPv6 address. */
  ip: string;
  userAgent: string;
}

/** Somebody who proved who they are. */
export interface UserCaller {
  kind: 'user';
  userId: string;
  sessionId: string;
  scopes: readonly Scope[];
  source: Source;
}

/** Somebody who showed no credentials, or called a route that asks for none. */
export interface AnonymousCaller {
  kind: 'anonymous';
  source: Source;
}

/** A worker or a scheduled task. */
export interface SystemCaller {
  kind: 'system';
  /** Name of the queue or the task. */
  name: string;
}

export type Caller = UserCaller | AnonymousCaller | SystemCaller;

/** How a caller is named in stamps, events, locks and limits. */
export function callerId(caller: Caller): string {
  switch (caller.kind) {
    case 'user':
      return caller.userId;
    case 'anonymous':
      return 'anonymous';
    case 'system':
      return `system:${caller.name}`;
  }
}
