import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { AllTableIndexCompositeAttributes, Entity, EntityItem, Schema } from 'electrodb';
import type { Origin } from '../caller.ts';
import type { ErrorDefinition } from '../errors/define-error.ts';

export type Item = Record<string, unknown>;

/** Anything ElectroDB can turn into parameters: create, put, patch, update, remove, delete, check. */
export interface Operation {
  params(): unknown;
}

declare const unconditional: unique symbol;

/** An operation that cannot fail a condition: a put or a delete, as long as it has no `where`. */
export interface Unconditional extends Operation {
  readonly [unconditional]: true;
}

/**
 * What to do when the condition of a write does not hold: refuse with an error, or answer with an
 * outcome of its own, given the item as it stands. Nothing of the commit is applied either way.
 */
export type Otherwise<Outcome> =
  | ErrorDefinition
  | ((existing: Item | undefined) => Outcome | Promise<Outcome>);

/**
 * What to do when others keep winning the item of a write, instead of trying on. Nothing of the
 * commit is applied.
 */
export interface Contended<Outcome> {
  /** Tries that were lost to others. */
  after: number;
  instead: () => Outcome | Promise<Outcome>;
}

/** One write of a commit. */
export interface Write<Outcome> {
  action: Action;
  otherwise?: Otherwise<Outcome> | undefined;
  contended?: Contended<Outcome> | undefined;
}

/** What a write that is given up can answer instead of the outcome of its commit. */
export type OutcomeOf<W> = W extends Write<infer Outcome> ? Outcome : never;

interface Parameters {
  TableName: string;
  Key?: Item;
  Item?: Item;
  UpdateExpression?: string;
  ConditionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Item;
}

export type Action =
  | { kind: 'Put'; parameters: Parameters & { Item: Item } }
  | { kind: 'Update'; parameters: Parameters & { Key: Item; UpdateExpression: string } }
  | { kind: 'Delete'; parameters: Parameters & { Key: Item } }
  | { kind: 'ConditionCheck'; parameters: Parameters & { Key: Item; ConditionExpression: string } };

/**
 * Makes a write of an operation that always applies.
 *
 * @example write(Sessions.delete({ userId, sessionId }))
 */
export function write(operation: Unconditional): Write<never> {
  return { action: toAction(operation.params() as Parameters) };
}

/**
 * Makes a write of an operation that applies under a condition: its `where`, or that the item is
 * there (patch, remove) or not (create).
 *
 * @example writeIf(Follows.create({ followeeId, followerId }), () => unchanged)
 */
export function writeIf<Outcome = never>(
  operation: Operation,
  otherwise: Otherwise<Outcome>,
  { contended }: { contended?: Contended<Outcome> } = {},
): Write<Outcome> {
  return { action: toAction(operation.params() as Parameters), otherwise, contended };
}

/**
 * `otherwise` of a condition that holds unless our data is broken, such as that a new id is free.
 *
 * @throws Error always
 */
export function impossible(existing: Item | undefined): never {
  throw new Error(
    `A condition failed that always holds: the item ${existing ? 'is' : 'is not'} there`,
  );
}

/**
 * Says of an `update` without `where` that it always applies; ElectroDB's types do not tell.
 *
 * @throws Error when it has a condition
 */
export function always(update: Operation): Unconditional {
  const { ConditionExpression: condition } = update.params() as Parameters;
  if (condition !== undefined) throw new Error(`It applies only if ${condition}`);
  return update as Unconditional;
}

/**
 * The operation that only looks at one item, for {@link condition}. ElectroDB has it on every entity
 * but types it for its own transactions alone; its chain is that of a removal.
 */
export function check<Key, Chain extends Operation>(
  entity: { remove(key: Key): Chain },
  key: Key,
): Chain {
  return (entity as unknown as { check(key: Key): Chain }).check(key);
}

/**
 * Makes a condition: the commit fails unless it holds.
 *
 * @example condition(check(Posts, { postId }).where(({ postId: is }, { exists }) => exists(is)), postNotFound)
 */
export function condition<Outcome = never>(
  operation: Operation,
  otherwise: Otherwise<Outcome>,
): Write<Outcome> {
  const parameters = operation.params() as Parameters & { Key: Item; ConditionExpression: string };
  return { action: { kind: 'ConditionCheck', parameters }, otherwise };
}

/**
 * The condition that an item is there.
 *
 * @example exists(Files, { fileId }, fileNotFound)
 */
export const exists = <
  A extends string,
  F extends string,
  C extends string,
  S extends Schema<A, F, C>,
  Outcome = never,
>(
  entity: Entity<A, F, C, S>,
  key: AllTableIndexCompositeAttributes<A, F, C, S>,
  otherwise: Otherwise<Outcome>,
): Write<Outcome> =>
  condition(
    check(entity, key).where((is, operations) => operations.exists(named(is, anyOf(key)))),
    otherwise,
  );

/** The condition that an item is not there. */
export const absent = <
  A extends string,
  F extends string,
  C extends string,
  S extends Schema<A, F, C>,
  Outcome = never,
>(
  entity: Entity<A, F, C, S>,
  key: AllTableIndexCompositeAttributes<A, F, C, S>,
  otherwise: Otherwise<Outcome>,
): Write<Outcome> =>
  condition(
    check(entity, key).where((is, operations) => operations.notExists(named(is, anyOf(key)))),
    otherwise,
  );

/** An attribute by its name, as the operators of `where` take it. */
const named = (attributes: object, name: string) =>
  (attributes as Record<string, never>)[name] as never;

/** An item has all attributes of its key, so that any of them tells whether it is there. */
const anyOf = (key: object): string => Object.keys(key)[0] ?? '';

/**
 * The condition that an item still has these values; `undefined`: that it has none.
 *
 * @example unchanged(Users, { userId }, { status: 'active', role }, tokenInvalid)
 */
export const unchanged = <
  A extends string,
  F extends string,
  C extends string,
  S extends Schema<A, F, C>,
  Outcome = never,
>(
  entity: Entity<A, F, C, S>,
  key: AllTableIndexCompositeAttributes<A, F, C, S>,
  values: {
    [Name in keyof EntityItem<Entity<A, F, C, S>>]?:
      | EntityItem<Entity<A, F, C, S>>[Name]
      | undefined;
  },
  otherwise: Otherwise<Outcome>,
): Write<Outcome> =>
  condition(
    check(entity, key).where((is, { eq, notExists }) =>
      Object.entries(values)
        .map(([name, value]) =>
          value === undefined ? notExists(named(is, name)) : eq(named(is, name), value),
        )
        .join(' AND '),
    ),
    otherwise,
  );

function toAction(parameters: Parameters): Action {
  const { Item, Key, UpdateExpression } = parameters;
  if (Item) return { kind: 'Put', parameters: { ...parameters, Item } };
  if (!Key) throw new Error('A write has either an item or a key');
  if (UpdateExpression) {
    return { kind: 'Update', parameters: { ...parameters, Key, UpdateExpression } };
  }
  return { kind: 'Delete', parameters: { ...parameters, Key } };
}

/** Who wrote an item, and for what: from here the stream's events have their actor and their trace. */
export interface Stamp {
  writtenBy: string;
  correlationId?: string;
  /** On items of {@link entitiesWithOrigin} alone; `null` for what is from nowhere. */
  writtenFrom?: Origin | null;
}

/**
 * Entities from whose changes the audit is made: their items keep by what and from where they were
 * written last. Others do not, so that nobody's address stands on everything they wrote.
 */
export const entitiesWithOrigin: ReadonlySet<string> = new Set([
  ...['user', 'addressClaim', 'linkedIdentities', 'totpFactor', 'passkeys'],
  ...['session', 'sessionRoster', 'failedSignIn', 'apiKey', 'apiKeyList'],
  ...['queueRedrive', 'takedown'],
  ...['company', 'companySettings', 'member', 'formerMember', 'invitation'],
]);

export function keepsOrigin({ parameters }: Action): boolean {
  const { sk } = ('Item' in parameters ? parameters.Item : parameters.Key) ?? {};
  const [, entity] = /^\$([A-Za-z]+)_\d/.exec(String(sk)) ?? [];
  return entity !== undefined && entitiesWithOrigin.has(entity);
}

/** Puts the stamp on a put or an update; what is deleted or only checked carries none. */
export function stamped(action: Action, stamp: Stamp): Action {
  if (action.kind === 'Put') {
    const { parameters } = action;
    return { ...action, parameters: { ...parameters, Item: { ...parameters.Item, ...stamp } } };
  }
  if (action.kind === 'Update') {
    const { parameters } = action;
    const expression = parameters.UpdateExpression;
    const stamps = Object.entries(stamp);
    const sets = stamps.map(([name]) => `#${name} = :${name}`).join(', ');
    return {
      ...action,
      parameters: {
        ...parameters,
        UpdateExpression: expression.startsWith('SET ')
          ? `SET ${sets}, ${expression.slice(4)}`
          : `SET ${sets} ${expression}`,
        ExpressionAttributeNames: {
          ...parameters.ExpressionAttributeNames,
          ...Object.fromEntries(stamps.map(([name]) => [`#${name}`, name])),
        },
        ExpressionAttributeValues: {
          ...parameters.ExpressionAttributeValues,
          ...Object.fromEntries(stamps.map(([name, value]) => [`:${name}`, value])),
        },
      },
    };
  }
  return action;
}

/** One entry of `TransactItems`, asking for the item as it stands when its condition fails. */
export function transactItem({
  kind,
  parameters,
}: Action): NonNullable<TransactWriteCommandInput['TransactItems']>[number] {
  return { [kind]: { ...parameters, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } };
}
