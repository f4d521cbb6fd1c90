import type { CompanyRole } from '../../lib/companies/membership/roles.ts';
import type { RouteDefinition } from '../../lib/http/route.ts';
import type { Domain } from '../../lib/registry/domains.ts';
import type { ErrorCode } from '../../lib/registry/errors.ts';
import type { RoutesByDomain } from '../../lib/registry/routes.ts';
import type { Scope } from '../../lib/scopes.ts';
import type { CallOptions, World } from '../support/world.ts';

/* What the proofs (fault sweep, identity matrix, fuzzer) must know about what they prove. */

/** A call that succeeds, and what it does for others. */
export type RouteScenario<R extends RouteDefinition = RouteDefinition> = CallScenario<R> &
  (RouteDefinition extends R ? Partial<OfMembers & OfCompanyKeys> : TenantOf<R['auth'], R>);

type TenantOf<Auth, R extends RouteDefinition> = Auth extends { member: CompanyRole }
  ? { tenant: TenantAnswers<R>; elsewhere?: never }
  : Auth extends { companyKeys: true }
    ? OfCompanyKeys & { tenant?: never }
    : { tenant?: never; elsewhere?: never };

interface OfMembers {
  tenant: TenantAnswers;
}

interface OfCompanyKeys {
  /**
   * Of a route that takes keys that are bound to a company: what the call is answered by a key of its
   * owner that is bound to another company; `absent` as what does not exist.
   */
  elsewhere: 'same' | 'own' | 'absent' | ErrorCode;
}

/** What a member who makes the call is answered once they, or their company, are not as arranged. */
export type TenantAnswers<R extends RouteDefinition = RouteDefinition> = {
  /** The least role that may make this very call, where that is not what its route asks for. */
  least?: CompanyRole;
  /** By a key that is bound to the company; `same` unless said. */
  byKey?: ErrorCode;
  closed: InState<R, 'companies.company_closed'>;
  suspended: InState<R, 'companies.company_suspended'>;
} & (RouteDefinition extends R
  ? Partial<OwnOnlyAnswer>
  : R['auth'] extends { orOneself: true }
    ? Partial<OwnOnlyAnswer>
    : RoleOf<R> extends 'viewer' | 'member'
      ? OwnOnlyAnswer
      : { ownOnly?: never });

interface OwnOnlyAnswer {
  /**
   * To who sees only what is their own, which the roles above `member` never do: `same` as to who sees
   * all, `less` of a list, or a refusal.
   */
  ownOnly: 'same' | 'less' | ErrorCode;
}

type RoleOf<R extends RouteDefinition> = Extract<R['auth'], { member: CompanyRole }>['member'];

/** Reads go on in every state, and the writes that their routes leave to their verbs. */
type InState<R extends RouteDefinition, Refusal extends ErrorCode> = RouteDefinition extends R
  ? 'same' | Refusal
  : R['method'] extends 'GET'
    ? 'same'
    : R['auth'] extends { inAnyState: true }
      ? 'same' | Refusal
      : Refusal;

interface CallScenario<R extends RouteDefinition> {
  /**
   * Prepares, through the API, what the call needs, and answers the call of somebody who may make
   * it. Each run stands alone, also beside others in one table.
   */
  arrange(world: World): Promise<CallOptions<R>>;
  /**
   * What the same call, made in its owner's place by another user who has the scopes that the route
   * asks for, is answered:
   * - `same`: what it answers its owner; it acts on what everybody may.
   * - `own`: it succeeds, but on that user's own things: nothing of the owner shows or changes.
   * - `hidden`: exactly what an id that does not exist is answered.
   * - a code: the object may be seen, but not this be done to it.
   */
  others: 'same' | 'own' | 'hidden' | ErrorCode;
  /**
   * What the call is answered with an id in its body that nothing has, by the place of the id, where that
   * is no 404; `taken` where any id does.
   */
  unknownIds?: Readonly<Record<string, ErrorCode | 'taken'>>;
  /** Scopes that the call needs beside those of its route, and what it is answered without each. */
  alsoNeeds?: Readonly<Partial<Record<Scope, ErrorCode>>>;
  /** Its owner makes it by a sign-in alone: by a key it is refused, whatever that may. */
  bySessionAlone?: true;
  /** A secret in the call is all that it takes: whoever has that is told what its owner is. */
  bySecret?: true;
  /** The call is good for minutes only: who makes it later arranges another. */
  isShortLived?: true;
  /** It ends every session of whoever makes it. */
  endsSessions?: true;
  /**
   * Administrators may do to all what others may do to their own; by the scope `admin`, without which
   * they are as others.
   */
  ruledByAdmins?: true;
  /** What a repeat is answered once it is done, where that is a refusal. */
  repeated?: ErrorCode;
}

/** The scenarios of a domain; those of tasks, workers and readers of the stream only where it has such. */
export interface DomainScenarios<Name extends Domain> {
  routes: RouteScenarios<RoutesByDomain[Name]>;
  workers?: ByName<BackgroundScenario>;
  tasks?: ByName<BackgroundScenario>;
  streams?: ByName<BackgroundScenario>;
}

/** Scenarios by the name behind the domain in the id of their function. */
export type ByName<Scenario> = Readonly<Record<string, OneOrMore<Scenario>>>;

/** One scenario, or several by name. */
export type OneOrMore<Scenario> = Scenario | Readonly<Record<string, Scenario>>;

/** A scenario for each route of a module of contracts; a route without one does not compile. */
export type RouteScenarios<Routes extends Readonly<Record<string, RouteDefinition>>> = {
  readonly [Name in keyof Routes as Routes[Name]['path'] extends '$default'
    ? never
    : Name]: OneOrMore<RouteScenario<Routes[Name]>>;
};

/** What gives a worker, a task or the reader of the stream something to do. */
export interface BackgroundScenario {
  /** Configuration without which there is nothing to do. */
  env?: Readonly<Record<string, string>>;
  /**
   * Prepares, through the API, and answers what is to be done then; repeating that is harmless, and
   * it rejects unless it was done. Each run stands alone, also beside others in one table.
   */
  arrange(world: World): Promise<() => Promise<unknown>>;
}

/** A scenario for each of these definitions, by the name behind the domain in its id. */
export type BackgroundScenarios<Definition extends { id: `${string}.${string}` }> = {
  readonly [Id in Definition['id'] as Id extends `${string}.${infer Name}`
    ? Name
    : never]: OneOrMore<BackgroundScenario>;
};
