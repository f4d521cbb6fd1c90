import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { allowedValue } from './arbitraries.ts';
import type { Finding } from './judge.ts';
import { fieldsOf, type JsonSchema, type Operation, sampleOf } from './operations.ts';
import { applyChanges, type PlainRequest, targetOf } from './request.ts';
import type { Session } from './session.ts';
import type { Answer, Tenant } from './target.ts';

/** One call of one of two users, in words that mean something in every run. */
export interface Step {
  operation: string;
  user: 0 | 1;
  /** Which of the ids seen so far. */
  picks: readonly number[];
  /** JSON text. */
  body: string | null;
  otherBody: string | null;
  ifMatch: 'current' | 'stale' | 'missing';
  key: 'none' | 'fresh' | 'reused';
  cursor: 'none' | 'own' | 'foreign' | 'tampered';
}

/** What a sequence came upon. */
export interface Mishap extends Fault {
  /** The steps that led there. */
  steps: readonly Step[];
}

interface Fault {
  operation: Operation;
  findings: readonly Finding[];
  request: PlainRequest;
}

export function stepsOf(
  { target, judge }: Session,
  operations: readonly Operation[],
): fc.Arbitrary<Step[]> {
  const { document } = target;
  const steps = operations.map((operation): fc.Arbitrary<Step> => {
    const { body } = operation;
    const json = body
      ? allowedValue(document, body.schema).map((value) => JSON.stringify(value))
      : fc.constant(null);
    return fc.record({
      operation: fc.constant(operation.id),
      user: fc.constantFrom(0, 1),
      picks: fc.array(fc.nat(1000), { minLength: 3, maxLength: 3 }),
      body: json,
      otherBody: json,
      ifMatch: fc.constantFrom('current', 'current', 'stale', 'missing'),
      key: fc.constantFrom('none', 'fresh', 'reused'),
      cursor: fc.constantFrom('none', 'own', 'foreign', 'tampered'),
    });
  });
  // Without things to act on nothing happens: what makes them comes more often.
  const makers = steps.filter((_, index) => operations[index]?.answers.has(201));
  const isEmpty = judge.operations.length === 0 || steps.length === 0;
  if (isEmpty) return fc.constant([]);
  return fc.array(fc.oneof(...steps, ...makers, ...makers), {
    minLength: 4,
    maxLength: 40,
    size: 'large',
  });
}

interface SeenCursor {
  operation: string;
  user: 0 | 1;
  request: PlainRequest;
  cursor: string;
}

interface UsedKey {
  operation: string;
  user: 0 | 1;
  key: string;
}

/** Two users, and all that they have come to know. */
interface Stage {
  tenants: [Tenant, Tenant];
  ids: string[];
  cursors: SeenCursor[];
  keys: UsedKey[];
}

const tenantsOf = new WeakMap<Session, [Tenant, Tenant]>();

/** Runs steps one after the other; answers the first that goes wrong in a way not known yet. */
export async function runSteps(
  session: Session,
  steps: readonly Step[],
): Promise<Mishap | undefined> {
  const tenants = tenantsOf.get(session) ?? [
    await session.target.signIn('first'),
    await session.target.signIn('second'),
  ];
  tenantsOf.set(session, tenants);
  const stage: Stage = {
    tenants,
    ids: tenants.flatMap(({ ids }) => ids),
    cursors: [],
    keys: [],
  };
  for (const [index, step] of steps.entries()) {
    const operation = session.judge.operations.find(({ id }) => id === step.operation);
    if (!operation) throw new Error(`There is no operation ${step.operation}`);
    const fault = await runStep(session, stage, operation, step);
    if (fault?.findings.some((finding) => !session.isKnown(fault.operation, finding))) {
      return { ...fault, steps: steps.slice(0, index + 1) };
    }
  }
  return undefined;
}

async function runStep(
  session: Session,
  stage: Stage,
  operation: Operation,
  step: Step,
): Promise<Fault | undefined> {
  const { user } = step;
  const { request, mustRefuse } = await requestOf(session, stage, operation, step);
  const { findings, answer } = await send(session, stage, operation, request, user, mustRefuse);
  const wrong = (found: readonly Finding[]): Fault => ({ operation, findings: found, request });
  if (findings.length > 0) return wrong(findings);
  if (!answer) return undefined;
  harvest(stage, operation, user, request, answer);
  if (answer.status === 401 && operation.needsCaller) {
    try {
      stage.tenants[user] = await session.target.signIn(user === 0 ? 'first' : 'second');
    } catch (error) {
      const message = `nobody can sign in afterwards: ${String(error)}`;
      return wrong([{ oracle: 'never succeeds', message }]);
    }
  }
  if (answer.status >= 400) return undefined;
  const later = [
    ...(await checkReplay(session, stage, operation, request, step, answer)),
    ...(await checkLocation(session, stage, user, answer)),
    ...(await checkDeleted(session, stage, operation, request)),
  ];
  return later.length > 0 ? wrong(later) : undefined;
}

async function send(
  session: Session,
  { tenants }: Stage,
  operation: Operation,
  request: PlainRequest,
  user: 0 | 1,
  mustRefuse?: string,
) {
  const attempt = await session.attempt(operation, request, 3, mustRefuse);
  const other = tenants[user === 0 ? 1 : 0];
  const sent = JSON.stringify(request);
  const { headers, text = '' } = attempt.answer ?? {};
  const got = `${[...(headers ?? [])].join('\n')}\n${text}`;
  const told = other.secrets.find((secret) => got.includes(secret) && !sent.includes(secret));
  if (told === undefined) return attempt;
  const message = 'the answer tells what only the other user may know';
  return {
    ...attempt,
    findings: [...attempt.findings, { oracle: 'privacy', message } as const],
  };
}

async function requestOf(
  session: Session,
  stage: Stage,
  operation: Operation,
  step: Step,
): Promise<{ request: PlainRequest; mustRefuse?: string }> {
  const { document } = session.target;
  const picks = [...step.picks];
  const pick = (schema: JsonSchema): string | undefined => {
    const fitting = stage.ids.filter((id) => fitsPattern(schema, id));
    return fitting[(picks.shift() ?? 0) % Math.max(1, fitting.length)];
  };
  const params = operation.parameters
    .filter(({ in: place }) => place === 'path')
    .map(({ name, schema, example }): [string, string] => [
      name,
      pick(schema) ?? String(example ?? sampleOf(document, schema)),
    ]);
  let request: PlainRequest = {
    method: operation.method,
    params: Object.fromEntries(params),
    query: [],
    headers: operation.needsCaller ? stage.tenants[step.user].headers : {},
    body: undefined,
  };
  if (operation.body && step.body !== null) {
    const headers = { ...request.headers, 'content-type': 'application/json' };
    request = { ...request, headers, body: step.body };
    for (const { at, schema } of fieldsOf(document, operation.body.schema)) {
      const id = typeof schema.pattern === 'string' ? pick(schema) : undefined;
      const isThere = step.body.includes(JSON.stringify(at.at(-1)));
      if (id === undefined || !isThere) continue;
      request = applyChanges(request, [{ in: 'body', at, json: JSON.stringify(id) }]);
    }
  }
  const cursor = withCursor(stage, operation, step, request);
  if (cursor) return cursor;
  const takes = (header: string) =>
    operation.parameters.some(({ in: place, name }) => place === 'header' && name === header);
  if (takes('Idempotency-Key')) request = withKey(stage, operation, step, request);
  if (!takes('If-Match') || step.ifMatch === 'missing') return { request };
  const etag = step.ifMatch === 'stale' ? '"999999"' : await etagOf(session, operation, request);
  if (etag === undefined) return { request };
  request = applyChanges(request, [{ in: 'header', name: 'if-match', value: etag }]);
  return step.ifMatch === 'stale'
    ? { request, mustRefuse: 'If-Match names a version that never was' }
    : { request };
}

function fitsPattern(schema: JsonSchema, text: string): boolean {
  const variants = (schema.anyOf ?? schema.oneOf) as readonly JsonSchema[] | undefined;
  if (variants) return variants.some((variant) => fitsPattern(variant, text));
  const pattern = typeof schema.pattern === 'string' ? schema.pattern : '';
  return schema.type === 'string' && new RegExp(pattern, 'u').test(text);
}

/** A cursor seen earlier, as its owner, as somebody else, or with a letter changed. */
function withCursor(
  stage: Stage,
  operation: Operation,
  step: Step,
  request: PlainRequest,
): { request: PlainRequest; mustRefuse?: string } | undefined {
  const isPaginated = operation.parameters.some(({ name }) => name === 'cursor');
  if (!isPaginated) return undefined;
  const limited = applyChanges(request, [{ in: 'query', name: 'limit', values: ['1'] }]);
  const isFor = (user: 0 | 1) => (seen: SeenCursor) =>
    seen.operation === operation.id && seen.user === user;
  const other = step.user === 0 ? 1 : 0;
  const seen = stage.cursors.find(isFor(step.cursor === 'foreign' ? other : step.user));
  if (step.cursor === 'none' || !seen) return { request: limited };
  const cursor = step.cursor === 'tampered' ? tampered(seen.cursor) : seen.cursor;
  const changed = applyChanges({ ...seen.request, headers: request.headers }, [
    { in: 'query', name: 'cursor', values: [cursor] },
  ]);
  if (step.cursor === 'own') return { request: changed };
  if (step.cursor === 'tampered') return { request: changed, mustRefuse: 'the cursor was changed' };
  return operation.needsCaller
    ? { request: changed, mustRefuse: 'the cursor is that of another user' }
    : { request: changed };
}

function tampered(cursor: string): string {
  const at = Math.floor(cursor.length / 2);
  const letter = cursor[at] === 'A' ? 'B' : 'A';
  return cursor.slice(0, at) + letter + cursor.slice(at + 1);
}

function withKey(
  stage: Stage,
  operation: Operation,
  step: Step,
  request: PlainRequest,
): PlainRequest {
  if (step.key === 'none') return request;
  const reused = stage.keys.find(({ user }) => user === step.user);
  const key = step.key === 'reused' && reused ? reused.key : randomUUID();
  stage.keys.push({ operation: operation.id, user: step.user, key });
  return applyChanges(request, [{ in: 'header', name: 'idempotency-key', value: key }]);
}

/** The present version of what a request changes. */
async function etagOf(
  { attempt, judge }: Session,
  operation: Operation,
  request: PlainRequest,
): Promise<string | undefined> {
  const read = judge.reached('GET', targetOf(operation, request).split('?')[0] ?? '');
  if (!read) return undefined;
  const { answer } = await attempt(read, readingOf(request), 3);
  return answer?.headers.get('etag') ?? undefined;
}

function readingOf({ params, headers }: PlainRequest): PlainRequest {
  const { authorization } = headers;
  return {
    method: 'GET',
    params,
    query: [],
    headers: authorization === undefined ? {} : { authorization },
    body: undefined,
  };
}

function harvest(
  stage: Stage,
  operation: Operation,
  user: 0 | 1,
  request: PlainRequest,
  { status, body }: Answer,
): void {
  if (status >= 400) return;
  for (const id of idsIn(body)) if (!stage.ids.includes(id)) stage.ids.unshift(id);
  const { nextCursor } = (body ?? {}) as { nextCursor?: unknown };
  if (typeof nextCursor === 'string') {
    stage.cursors.unshift({ operation: operation.id, user, request, cursor: nextCursor });
  }
}

function idsIn(value: unknown, key = ''): string[] {
  if (typeof value === 'string') return /^id$|Id$/.test(key) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => idsIn(part, name));
}

/** The same key: the same request gets the same answer, another request none. */
async function checkReplay(
  session: Session,
  stage: Stage,
  operation: Operation,
  request: PlainRequest,
  { user, key, otherBody }: Step,
  first: Answer,
): Promise<readonly Finding[]> {
  if (key !== 'fresh' || request.headers['idempotency-key'] === undefined) return [];
  const again = await send(session, stage, operation, request, user);
  if (again.findings.length > 0) return again.findings;
  if (again.answer?.status !== first.status || again.answer.text !== first.text) {
    const got = again.answer?.status ?? 'nothing';
    return [{ oracle: 'idempotency', message: `a repeat is answered otherwise: ${got}` }];
  }
  if (otherBody !== null && otherBody !== request.body) {
    const why = 'its Idempotency-Key stands for another body';
    const other = await send(session, stage, operation, { ...request, body: otherBody }, user, why);
    if (other.findings.length > 0) return other.findings;
  }
  if (!operation.needsCaller || first.text === '') return [];
  const stranger = user === 0 ? 1 : 0;
  const headers = { ...request.headers, ...stage.tenants[stranger].headers };
  const theirs = await send(session, stage, operation, { ...request, headers }, stranger);
  if (theirs.findings.length > 0) return theirs.findings;
  return theirs.answer?.text === first.text && idsIn(first.body).length > 0
    ? [{ oracle: 'idempotency', message: 'another user is answered the first one’s outcome' }]
    : [];
}

/** What was created is where the answer says. */
async function checkLocation(
  { attempt, judge }: Session,
  { tenants }: Stage,
  user: 0 | 1,
  { status, headers }: Answer,
): Promise<readonly Finding[]> {
  const location = headers.get('location');
  if (status !== 201 || location === null || !location.startsWith('/')) return [];
  const read = judge.reached('GET', location);
  if (!read) return [];
  const params = paramsOf(read, location);
  const request = readingOf({ ...emptyRequest, params, headers: tenants[user].headers });
  const { findings, answer } = await attempt(read, request, 3);
  if (findings.length > 0 || !answer || answer.status < 400) return findings;
  // Their session may have ended: it takes seconds until everybody knows.
  if (answer.status === 401) return [];
  const message = `what was created is answered ${answer.status} at its location`;
  return [{ oracle: 'property', message }];
}

const emptyRequest: PlainRequest = {
  method: 'GET',
  params: {},
  query: [],
  headers: {},
  body: undefined,
};

function paramsOf({ path }: Operation, location: string): Record<string, string> {
  const values = location.split('/');
  return Object.fromEntries(
    path.split('/').flatMap((part, at): [string, string][] => {
      const name = /^\{(\w+)\}$/.exec(part)?.[1];
      return name === undefined ? [] : [[name, decodeURIComponent(values[at] ?? '')]];
    }),
  );
}

/** What was deleted is gone for everybody. */
async function checkDeleted(
  { attempt, judge }: Session,
  { tenants }: Stage,
  operation: Operation,
  request: PlainRequest,
): Promise<readonly Finding[]> {
  if (operation.method !== 'DELETE') return [];
  const read = judge.reached('GET', targetOf(operation, request));
  if (!read) return [];
  for (const { headers } of tenants) {
    const { findings, answer } = await attempt(read, readingOf({ ...request, headers }), 3);
    if (findings.length > 0) return findings;
    if (answer && answer.status < 400) {
      return [{ oracle: 'property', message: `what was deleted is answered ${answer.status}` }];
    }
  }
  return [];
}
