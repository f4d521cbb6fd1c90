import type { Role, Scope } from './scopes.ts';

/** Where a request came from, as the gateway reports it. */
export interface Source {
  /** IPv4 address, or the /64 prefix of an IPv6 address. */
  ip: string;
  userAgent: string;
}

interface KnownCaller {
  kind: 'user';
  userId: string;
  scopes: readonly Scope[];
  source: Source;
}

/** Somebody who is signed in. */
export interface SessionCaller extends KnownCaller {
  credential: 'session';
  sessionId: string;
}

/** What acts for the owner of an API key, as far as the key goes. */
export interface ApiKeyCaller extends KnownCaller {
  credential: 'api_key';
  keyId: string;
  /** That of the owner. */
  role: Role;
  /** Of a key that acts in this company alone. */
  companyId?: string | undefined;
}

/** Somebody who proved who they are. */
export type UserCaller = SessionCaller | ApiKeyCaller;

/** Somebody who proved the first of two factors, and may show the second. */
export interface OtpCaller {
  kind: 'otp';
  userId: string;
  challengeId: string;
  /** Of guesses at the second factor, where the sign-in began at a source that the account knows. */
  allowance?: string | undefined;
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

/** Who sends a request. */
export type RequestCaller = UserCaller | OtpCaller | AnonymousCaller;

export type Caller = RequestCaller | SystemCaller;

/** Tells callers apart, also two sign-ins of one account that wait for its second factor. */
export function callerKey(caller: RequestCaller): string {
  if (caller.kind === 'anonymous') return `anonymous:${caller.source.ip}`;
  return caller.kind === 'otp' ? `otp:${caller.challengeId}` : callerId(caller);
}

/** By what and from where somebody acts, as the audit tells it. */
export interface Origin {
  /** As in {@link Source}. */
  ip?: string;
  keyId?: string;
}

/** Empty for what nobody asked for. */
export function originOf(caller: Caller): Origin {
  if (caller.kind === 'system') return {};
  const { ip } = caller.source;
  return 'keyId' in caller ? { ip, keyId: caller.keyId } : { ip };
}

/** How a caller is named in stamps, events, locks and limits. */
export function callerId(caller: Caller): string {
  switch (caller.kind) {
    case 'user':
    case 'otp':
      return caller.userId;
    case 'anonymous':
      return 'anonymous';
    case 'system':
      return `system:${caller.name}`;
  }
}
