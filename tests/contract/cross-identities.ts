import { randomUUID } from 'node:crypto';
import { requiredCredential, requiredScopes, takesCompanyKeys } from '../../lib/auth/route-auth.ts';
import type { Call } from '../../lib/aws/calls.ts';
import { errorsOf } from '../../lib/http/implied-errors.ts';
import type { RouteDefinition } from '../../lib/http/route.ts';
import { createLanes } from '../../lib/lanes.ts';
import type { Item } from '../../lib/model/write.ts';
import type { ErrorCode } from '../../lib/registry/errors.ts';
import type { Scope } from '../../lib/scopes.ts';
import type { NamedRouteScenario } from '../scenarios/scenarios.ts';
import type { Answer, Problem } from '../support/answer.ts';
import { companyOf } from '../support/companies.ts';
import {
  type Caller,
  credentialsOf,
  isKey,
  type SignedIn,
  type User,
  type World,
} from '../support/world.ts';
import { type AnyCall, hasCursor, idsOf, objectsIn, targetOf, withRandomIds } from './calls.ts';
import { type Cast, sessionOf, subjectOf, tokenOf } from './identities.ts';
import { codeOf, faultsOf, isSuccess, substanceOf, textOf, wordsOf } from './judge-answer.ts';
import {
  type Arranged,
  isAdministration,
  type OwnKeys,
  type RefusedCall,
  refusedCalls,
} from './refused-calls.ts';
import { arrangeStanding, type TenantCase, tenantCasesOf } from './tenants.ts';
import { tokenVectors } from './token-vectors.ts';
import { changesBetween, itemsOf, ownWords, snapshotOf } from './watched-table.ts';

/** Where identities are crossed with routes: an API in this process with a table of its own. */
export interface Ground {
  cast: Cast;
  createWorld(): World;
  scan(): Promise<Item[]>;
  /** Resolves when stream and queues are empty. */
  drain(): Promise<void>;
  /** Outbound calls of a recent request. */
  outbound(requestId: string): readonly Call[];
  /** Moves the clock of handlers and workers from real time. */
  setClockOffset(milliseconds: number): void;
}

export interface Crossing {
  /** Whatever is not as it must be, one line each. */
  findings: string[];
  /** Requests that were judged. */
  cells: number;
}

/** Containers learn of a revocation within five seconds. */
export const revocationMilliseconds = 6000;
const dayMilliseconds = 24 * 3_600_000;
const minuteMilliseconds = 60_000;

/** Requests, and scenarios, that are under way at the same time. */
const concurrency = 6;

/** Whom a busy machine tells to come again comes again, whoever it is. */
const mostAttempts = 5;
const together = 4;

/**
 * Makes the call of each scenario in every wrong way first, which must change nothing, then as
 * others who may, then as its owner.
 *
 * @param others whose ids and cursors are tried as well, and who are not judged
 */
export async function crossIdentities(
  ground: Ground,
  scenarios: readonly NamedRouteScenario[],
  others: readonly NamedRouteScenario[] = [],
): Promise<Crossing> {
  const world = ground.createWorld();
  const inLane = createLanes(concurrency);
  const run = randomUUID().slice(0, 8);
  const findings: string[] = [];
  const names: string[] = [];

  interface Asked {
    name: string;
    answer: Answer;
    sent: string;
  }

  const report = (name: string, what: string) => findings.push(`${name}: ${what}`);

  const ask = (
    name: string,
    route: RouteDefinition,
    call: AnyCall,
    credentials: Readonly<Record<string, string>>,
  ): Promise<Asked> =>
    inLane(async () => {
      const requestId = `${run}-${names.push(name) - 1}`;
      const headers = { ...call.headers, ...credentials };
      const target = targetOf(route, call);
      const send = () =>
        world.request(route.method, target, {
          headers: { 'x-request-id': requestId, ...headers },
          body: call.body,
        });
      let answer = await send();
      for (let attempt = 2; answer.status === 503 && attempt <= mostAttempts; attempt++) {
        answer = await send();
      }
      for (const fault of faultsOf(route, answer)) report(name, fault);
      const sent = JSON.stringify([decodeURIComponent(target), headers, call.body]);
      return { name, answer, sent };
    });

  const tells = ({ name, answer, sent }: Asked, secrets: ReadonlySet<string>) => {
    const told = wordsOf(textOf(answer)).find((word) => secrets.has(word) && !sent.includes(word));
    if (told !== undefined) report(name, `tells ${told}`);
  };

  const asked = new Map<RefusedCall, Promise<Asked>>();

  const refuse = (wrong: RefusedCall, secrets: ReadonlySet<string>): Promise<Asked> => {
    const known = asked.get(wrong);
    if (known) return known;
    const judging = judge(wrong, secrets);
    asked.set(wrong, judging);
    return judging;
  };

  const judge = async (wrong: RefusedCall, secrets: ReadonlySet<string>): Promise<Asked> => {
    const { route, call, headers, code, like, isTrusted } = wrong;
    const name = `${route.id}: ${wrong.name}`;
    const one = await ask(name, route, call, headers);
    const other = like && (await refuse(like, secrets));
    if (other && substanceOf(one.answer) !== substanceOf(other.answer)) {
      const [its, theirs] = [one, other].map(({ answer }) => `${answer.status} ${codeOf(answer)}`);
      report(name, `is told from ${other.name}: ${its} and ${theirs}`);
    }
    const { status, body } = one.answer;
    const answered = codeOf(one.answer);
    if (code === 'absent') {
      const absences = errorsOf(route).filter(({ status }) => status === 404);
      if (!absences.some((error) => error.code === answered))
        report(name, `answers ${status} ${answered}`);
    } else if (code && answered !== code)
      report(name, `answers ${status} ${answered}, not ${code}`);
    const places = (body as Problem | undefined)?.errors?.map(({ path }) => path) ?? [];
    if (wrong.names !== undefined && !places.includes(wrong.names)) {
      report(name, `does not name ${wrong.names}`);
    }
    const outside = ground
      .outbound(one.answer.headers.get('x-request-id') ?? '')
      .find(({ service, operation }) => service === 'ses' || /^SendMessage/.test(operation));
    if (outside) report(name, `calls ${outside.service} ${outside.operation}`);
    if (!isTrusted) tells(one, secrets);
    return one;
  };

  const arrangeOne = async ({ name, route, scenario }: NamedRouteScenario): Promise<Arranged> => {
    const itsWorld = ground.createWorld();
    const people: User[] = [];
    const known = (make: World['user']) => async (called: string) => {
      const user = await make(called);
      people.push(user);
      return user;
    };
    const { as, ...call } = await scenario.arrange({
      ...itsWorld,
      user: known(itsWorld.user),
      signUp: known(itsWorld.signUp),
    });
    const { others, endsSessions = false, ruledByAdmins = false, unknownIds = {} } = scenario;
    const { repeated, elsewhere, bySecret = false } = scenario;
    const keys = await keysOf(itsWorld, { route, scenario, call: call as AnyCall }, as, people);
    const said = { others, endsSessions, ruledByAdmins, unknownIds, repeated, elsewhere, bySecret };
    return { name, route, call: call as AnyCall, owner: as, keys, people, ...said };
  };

  /** A call of a member, with how they and their company stand as it says. */
  const arrangeTenant = async ([named, itsCase]: readonly [
    NamedRouteScenario,
    TenantCase,
  ]): Promise<Tenant> => {
    const arranged = await arrangeOne(named);
    const { route, call, owner, keys } = arranged;
    const companyId = String(call.params?.companyId);
    if (!owner || isKey(owner)) throw new Error(`${named.name} is not called by a member`);
    const { name, standing } = itsCase;
    const bound = keys?.bound?.here?.fitting;
    if (standing.byKey && !bound) throw new Error(`${named.name} has no key of its company`);
    const headers = credentialsOf(standing.byKey && bound ? bound : owner);
    const label = `${named.name}: ${name}`;
    const isRead = route.method === 'GET';
    const before = isRead
      ? (await ask(`${label}, before`, route, call, headers)).answer
      : undefined;
    await arrangeStanding({ companyId, userId: subjectOf(owner).userId }, standing);
    return { ...itsCase, label, arranged, headers, before };
  };

  /** Where a standing refuses the call: the call itself, and with an input that nothing takes. */
  const refusalsOf = ({ name, arranged, headers, answer, isEarly }: Tenant): RefusedCall[] => {
    const { route, call } = arranged;
    if (answer === 'same' || answer === 'less') return [];
    const [object] = objectsIn(call.body);
    const misshapen: AnyCall = object
      ? { ...call, body: object.with('unknown', true) }
      : { ...call, query: { ...call.query, unknown: 1 } };
    const code = isEarly ? answer : 'request.invalid';
    const calls = [
      { name, route, call, headers, code: answer },
      { name: `${name}, misshapen`, route, call: misshapen, headers, code },
    ];
    if (answer !== 'absent') return calls;
    const random = `${name}, random company`;
    const like = { name: random, route, call: withRandomIds(call), headers, code: answer };
    return calls.map((one) => ({ ...one, like }));
  };

  /** The call of a member whom their standing lets make it. */
  const askAsMember = async ({ label, arranged, headers, answer, standing, before }: Tenant) => {
    if (answer !== 'same' && answer !== 'less') return;
    const { route, call } = arranged;
    const one = await ask(label, route, call, headers);
    if (!isSuccess(route, one.answer)) report(label, `answers ${codeOf(one.answer)}`);
    if (!before) return;
    const [all, some] = [lengthOf(before), lengthOf(one.answer)];
    if (answer === 'less' && !(some < all)) report(label, `lists ${some} of ${all}`);
    if (answer === 'same' && some !== all) report(label, `lists ${some} of ${all}`);
    if (standing.status && substanceOf(before) !== substanceOf(one.answer)) {
      report(label, 'answers otherwise than before');
    }
  };

  const mayCall = ({ route }: Arranged, caller: SignedIn) => {
    const { scopes } = subjectOf(caller);
    return requiredScopes(route.auth).every((scope) => scopes.includes(scope));
  };

  /** The calls that others may make too, by each of them. */
  const askAsOthers = async (arranged: Arranged, secrets: ReadonlySet<string>): Promise<void> => {
    const { name, route, call, others, people, owner, endsSessions, ruledByAdmins } = arranged;
    if (!owner || (others !== 'same' && others !== 'own')) return;
    const { admin } = ground.cast;
    // What somebody may name the version of must be as new as the owner's; and the cast stays.
    const isForNewcomer = route.ifMatch || endsSessions;
    const outsider = isForNewcomer ? await world.user('newcomer') : ground.cast.outsider;
    const scopes = [...subjectOf(outsider).scopes, ...requiredScopes(route.auth)];
    const byKey = requiredCredential(route.auth) === 'api_key';
    const { keys } = ground.cast;
    const caller: Caller = byKey ? keys.outsider : await sessionOf(world, outsider, scopes);
    const one = await ask(`${name}: outsider`, route, call, credentialsOf(caller));
    if (!isSuccess(route, one.answer)) report(one.name, `answers ${codeOf(one.answer)}`);
    const secretsOfPeople = people.flatMap(({ email, ...person }) => [
      ...(isAdministration(route) ? [] : [email]),
      person.accessToken,
      person.refreshToken,
      person.session.id,
    ]);
    const ofPeople = others === 'own' ? secrets : new Set(secretsOfPeople);
    tells(one, ofPeople);
    if (endsSessions || !mayCall(arranged, admin)) return;
    const adminCaller: Caller = byKey
      ? keys[ruledByAdmins ? 'narrowAdmin' : 'admin']
      : await sessionOf(world, admin, subjectOf(admin).scopes);
    const other = await ask(`${name}: admin`, route, call, credentialsOf(adminCaller));
    const isFine = isSuccess(route, other.answer) || isDone(arranged, other.answer);
    if (!isFine && !isConflict(route, other.answer)) {
      report(other.name, `answers ${codeOf(other.answer)}`);
    }
    tells(other, ofPeople);
  };

  /** The owner's call with the id of a user who is no part of the scenario. */
  const askOfAnotherUser = async ({ route, call, owner, name }: Arranged): Promise<void> => {
    const { outsider } = ground.cast;
    // An administrator may look at anybody, and suspend them.
    if (!owner || hasCursor(call) || isAdministration(route)) return;
    const secrets = new Set([outsider.email, outsider.session.id, outsider.refreshToken]);
    for (const id of idsOf(call).filter(({ kind }) => kind === 'user')) {
      const label = `${name}: owner, ${id.place} of another user`;
      tells(await ask(label, route, id.replaced(outsider.id), credentialsOf(owner)), secrets);
    }
  };

  /** Where a body may be left out, the owner's call without it: whatever it is answered, it is read. */
  const askWithoutBody = async ({ name, route, call, owner }: Arranged): Promise<void> => {
    if (call.body === undefined || !route.body?.isOptional()) return;
    const bare = { ...call, body: undefined };
    const headers = owner ? credentialsOf(owner) : {};
    const { answer } = await ask(`${name}: owner, without a body`, route, bare, headers);
    const places = (answer.body as Problem | undefined)?.errors?.map(({ path }) => path) ?? [];
    if (places.includes('body')) report(`${name}: owner, without a body`, 'wants a body');
  };

  const askAsOwner = async (arranged: Arranged): Promise<void> => {
    const { name, route, call, owner, others } = arranged;
    for (const [who, caller] of ownersOf(arranged)) {
      // Public routes look at no credentials.
      const none = route.auth === 'public' ? { authorization: 'Bearer of ill tidings' } : {};
      const headers = caller ? credentialsOf(caller) : none;
      const { answer } = await ask(`${name}: ${who}`, route, call, headers);
      const wasTaken = owner && others === 'own' && isConflict(route, answer);
      if (!isSuccess(route, answer) && !wasTaken && !isDone(arranged, answer)) {
        report(`${name}: ${who}`, `answers ${answer.status} ${codeOf(answer)}`);
      }
    }
  };

  const askLate = async ({ name, route, call, owner }: Arranged): Promise<void> => {
    if (!owner || isKey(owner) || !hasCursor(call)) return;
    for (const [age, isGood] of [
      [dayMilliseconds - 10 * minuteMilliseconds, true],
      [dayMilliseconds, false],
    ] as const) {
      ground.setClockOffset(revocationMilliseconds + age);
      const late = await tokenOf(subjectOf(owner), new Date(Date.now() + age));
      const { answer } = await ask(
        `${name}: cursor after ${age} ms`,
        route,
        call,
        credentialsOf(late),
      );
      const isFine = isGood
        ? isSuccess(route, answer)
        : codeOf(answer) === 'request.invalid_cursor';
      if (!isFine) report(`${name}: cursor after ${age} ms`, `answers ${codeOf(answer)}`);
    }
  };

  /** Each forged token at one route of each kind of `auth`. */
  const vectorCalls = async (all: readonly Arranged[]): Promise<RefusedCall[]> => {
    const guarded = all.filter(({ route }) => route.auth !== 'public');
    const byAuth = new Map(guarded.map((entry) => [JSON.stringify(entry.route.auth), entry]));
    const tokens = await Promise.all(
      tokenVectors.map(async ([name, make]) => [name, await make()] as const),
    );
    return [...byAuth.values()].flatMap(({ route, call }) =>
      tokens.map(([name, token]): RefusedCall => {
        const headers = { authorization: `Bearer ${token}` };
        return { name: `token with ${name}`, route, call, headers, code: 'auth.token_invalid' };
      }),
    );
  };

  const inTurns = createLanes(together);
  const each = <Entry, Result>(
    entries: readonly Entry[],
    work: (entry: Entry, index: number) => Promise<Result>,
  ): Promise<Result[]> =>
    Promise.all(entries.map((entry, index) => inTurns(() => work(entry, index))));

  const all = await each(scenarios, arrangeOne);
  const tenants = await each(
    scenarios.flatMap((named) =>
      tenantCasesOf(named.route, named.scenario).map((itsCase) => [named, itsCase] as const),
    ),
    arrangeTenant,
  );
  const around = [...all, ...(await each(others.filter(lendsItself), arrangeOne))];
  await ground.drain();
  const items = await ground.scan();
  const [, ...words] = ownWords([
    itemsOf(items, [ground.cast.admin, ground.cast.outsider, ground.cast.suspended]),
    ...all.map(({ people }) => itemsOf(items, people)),
  ]);
  const strangers = around.slice(all.length).flatMap(({ people }) => people);
  const everybodys = new Set([
    ...words.flatMap((group) => [...group]),
    ...strangers.flatMap(({ email, refreshToken, session }) => [email, refreshToken, session.id]),
  ]);

  const before = snapshotOf(items);
  const refused = await Promise.all(all.map((one) => refusedCalls(one, ground.cast, around)));
  const wrong = [...refused.flat(), ...tenants.flatMap(refusalsOf), ...(await vectorCalls(all))];
  await Promise.all(wrong.map((call) => refuse(call, everybodys)));
  await ground.drain();
  const between = await ground.scan();
  for (const { key, what, requestId } of changesBetween(before, snapshotOf(between))) {
    const index = requestId?.startsWith(`${run}-`) ? Number(requestId.slice(run.length + 1)) : -1;
    report(names[index] ?? 'a refused request', `an item ${what}: ${key}`);
  }

  await each(tenants, askAsMember);
  await each(all, (one, index) => askAsOthers(one, words[index] ?? new Set()));
  await ground.drain();
  const after = await ground.scan();
  for (const { name, people, others } of all) {
    if (others !== 'own') continue;
    const [was, is] = [between, after].map((table) => snapshotOf(itemsOf(table, people)));
    for (const { key, what } of changesBetween(was ?? new Map(), is ?? new Map())) {
      report(`${name}: others`, `an item of the owner ${what}: ${key}`);
    }
  }

  await each(all, askOfAnotherUser);
  await each(all, async (one, index) => {
    const named = scenarios[index];
    await askAsOwner(named?.scenario.isShortLived ? await arrangeOne(named) : one);
  });
  await each(all, askWithoutBody);
  for (const one of all) await askLate(one);
  ground.setClockOffset(revocationMilliseconds);
  await ground.drain();
  return { findings, cells: names.length };
}

/** A call of a member, with how they stand. */
interface Tenant extends TenantCase {
  label: string;
  arranged: Arranged;
  headers: Readonly<Record<string, string>>;
  /** Of a call that only reads: what it was answered as it was arranged. */
  before: Answer | undefined;
}

/** How many things an answer lists; 0 of one that lists none. */
const lengthOf = ({ body }: Answer): number =>
  (body as { items?: unknown[] } | undefined)?.items?.length ?? 0;

/** Whether others' calls are tried with what is of this one: hidden ids, a cursor, or a page to read. */
const lendsItself = ({ route, scenario }: NamedRouteScenario) =>
  scenario.others === 'hidden' || route.paginated === true;

/** Makes keys of the owner of a call, where they are a person and keys are taken. */
async function keysOf(
  world: World,
  { route, scenario, call }: Pick<NamedRouteScenario, 'route' | 'scenario'> & { call: AnyCall },
  owner: Caller | undefined,
  people: readonly User[],
): Promise<Arranged['keys']> {
  const { auth } = route;
  const { alsoNeeds = {}, bySessionAlone } = scenario;
  const person = people.find((one) => one === owner);
  if (!person || bySessionAlone || auth === 'public' || requiredCredential(auth) === 'session')
    return undefined;
  const wanted = requiredScopes(auth);
  const { scopes } = subjectOf(person);
  if (!wanted.every((scope) => scopes.includes(scope))) return undefined;
  const others = scopes.filter((scope) => !wanted.includes(scope));
  const more = Object.entries(alsoNeeds) as [Scope, ErrorCode][];
  const fitting = [...wanted, ...more.map(([scope]) => scope)];
  const forThis = wanted.length > 0 ? fitting : scopes;
  const takesBound = typeof auth === 'object' && takesCompanyKeys(auth);
  return {
    bound: takesBound
      ? await boundKeysOf(world, person, call, { fitting: forThis, lacking: others })
      : undefined,
    fitting: await world.apiKey(person, forThis),
    lacking: await world.apiKey(person, others),
    short: await Promise.all(
      more.map(async ([lacks, code]) => {
        const key = await world.apiKey(
          person,
          scopes.filter((scope) => scope !== lacks),
        );
        return { lacks, code, key };
      }),
    ),
  };
}

/** Makes keys that are bound to the company which a call is about, and to another one of their owner. */
async function boundKeysOf(
  world: World,
  person: User,
  { params }: AnyCall,
  { fitting, lacking }: { fitting: readonly Scope[]; lacking: readonly Scope[] },
): Promise<OwnKeys['bound']> {
  const other = await companyOf(world, person);
  const elsewhere = await world.apiKey(person, fitting, other.id);
  if (typeof params?.companyId !== 'string') return { elsewhere };
  const [right, wrong] = [
    await world.apiKey(person, fitting, params.companyId),
    await world.apiKey(person, lacking, params.companyId),
  ];
  return { elsewhere, here: { fitting: right, lacking: wrong } };
}

/** By what the owner makes the call: what changes something happens once, by a key where there is one. */
function ownersOf({
  route,
  owner,
  keys,
}: Arranged): (readonly [who: string, caller: Caller | undefined])[] {
  if (!keys) return [['owner', owner]];
  const byKey: [string, Caller] = ['key of owner', keys.fitting];
  if (route.method !== 'GET') return [byKey];
  const bound = keys.bound?.here?.fitting;
  return [['owner', owner], byKey, ...(bound ? [['bound key of owner', bound] as const] : [])];
}

/** That another who may has done it to the same thing, which can be done once. */
const isDone = ({ others, repeated }: Arranged, answer: Answer) =>
  others === 'same' && repeated !== undefined && codeOf(answer) === repeated;

/** That somebody else was first with what only one can have. */
const isConflict = ({ method }: RouteDefinition, { status }: Answer) =>
  method !== 'GET' && (status === 409 || status === 412);
