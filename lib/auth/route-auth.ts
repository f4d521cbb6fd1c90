import type { UserCaller } from '../caller.ts';
import type { CompanyRole } from '../companies/membership/roles.ts';
import type { ErrorDefinition } from '../errors/define-error.ts';
import type { Role, Scope } from '../scopes.ts';
import { apiKeyRequired, sessionRequired } from './errors.ts';

/** By what somebody proves who they are: an access token of a sign-in, or an API key. */
export type Credential = UserCaller['credential'];

/** Of a route under a company: as what its members may call it. */
export interface MemberAuth {
  scopes: readonly Scope[];
  /** A member of the company in the path, of this role or above. */
  member: CompanyRole;
  /** Or the member whom the path names by `{userId}`, of whatever role. */
  orOneself?: true;
  /**
   * Of a route that changes something: also in a company that is closed or suspended. Its verb says
   * what of it stays possible there.
   */
  inAnyState?: true;
  credential?: never;
}

/** Who may call a route. There is no default. */
export type Auth =
  /** Anybody; credentials are not looked at. */
  | 'public'
  /** Anybody; the caller is known when credentials were sent, which must then be good. */
  | 'optional'
  /** Anybody who is signed in. */
  | 'user'
  /** Who has proved the first of two factors, by the token that the sign-in gave; nobody else. */
  | 'otp'
  /** Credentials that carry all these scopes; of one kind alone where `credential` says so. */
  | {
      scopes: readonly Scope[];
      credential?: Credential;
      /** Also by keys that are bound to a company; the verb keeps them to what is of it. */
      companyKeys?: true;
      member?: never;
    }
  | MemberAuth
  /** An account with this role, by credentials that carry the `admin` scope. */
  | { role: 'admin'; member?: never };
/** The scopes that a route asks for. */
export function requiredScopes(auth: Auth): readonly Scope[] {
  if (typeof auth === 'string') return [];
  return 'role' in auth ? ['admin'] : auth.scopes;
}

/** The role of the account that a route asks for. */
export function requiredRole(auth: Auth): Role | undefined {
  return typeof auth === 'object' && 'role' in auth ? auth.role : undefined;
}

/** What a route asks of the members of the company in its path; `undefined` of every other route. */
export function memberAuthOf(auth: Auth): MemberAuth | undefined {
  return typeof auth === 'object' && auth.member !== undefined ? auth : undefined;
}

/** Whether a route takes API keys that are bound to a company. */
export function takesCompanyKeys(auth: Auth): boolean {
  if (typeof auth === 'string') return auth === 'optional';
  return memberAuthOf(auth) !== undefined || ('companyKeys' in auth && auth.companyKeys === true);
}

/** The one kind of credentials that a route takes; `undefined` when it takes any. */
export function requiredCredential(auth: Auth): Credential | undefined {
  return typeof auth === 'object' && 'credential' in auth ? auth.credential : undefined;
}

/** What a caller with the other kind of credentials is answered. */
export const credentialRequired: Readonly<Record<Credential, ErrorDefinition>> = {
  session: sessionRequired,
  api_key: apiKeyRequired,
};
