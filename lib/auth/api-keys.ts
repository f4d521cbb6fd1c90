import { timingSafeEqual } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { EntityItem } from 'electrodb';
import { dynamodb } from '../aws/dynamodb.ts';
import { Users } from '../identity/accounts/users.entity.ts';
import type { Log } from '../log.ts';
import { find } from '../model/read.ts';
import { holdableScopes, type Role, readScopes, type Scope } from '../scopes.ts';
import { asContainer } from '../trace.ts';
import { readApiKey } from './api-key-text.ts';
import { ApiKeys } from './api-keys.entity.ts';

/** A key that is honoured. */
export interface LiveApiKey {
  keyId: string;
  userId: string;
  /** Of a key that acts in this company alone. */
  companyId: string | undefined;
  /** That of the owner. */
  role: Role;
  /** Those of the key that its owner's role still allows. */
  scopes: readonly Scope[];
  /** RFC 3339. */
  createdAt: string;
  /** RFC 3339; none when it does not expire. */
  endsAt: string | undefined;
}

interface Owned {
  key: EntityItem<typeof ApiKeys>;
  owner: EntityItem<typeof Users>;
}

interface Held {
  found: Promise<Owned | undefined>;
  readAt: number;
  /** Epoch milliseconds; 0 until this container knows of a use. */
  usedAt: number;
}

const keepMilliseconds = 3000;
const maxHeld = 1000;
const noteUseEveryMilliseconds = 60_000;
const noteUseWithinMilliseconds = 1000;

const held = new Map<string, Held>();

/**
 * The key whose text this is, unless it is unknown, over, or its owner may not sign in. A container
 * reads a key and its owner at most once in three seconds, so that a change holds everywhere within
 * five.
 */
export async function verifyApiKey(text: string, now: Date): Promise<LiveApiKey | undefined> {
  const given = readApiKey(text);
  if (!given) return undefined;
  const found = await hold(given.keyId, now).found;
  if (!found) return undefined;
  const { key, owner } = found;
  const isRight = timingSafeEqual(Buffer.from(key.secretHash), Buffer.from(given.secretHash));
  if (!isRight || isOver(key, now) || isVoid(found) || owner.status !== 'active') return undefined;
  const allowed = holdableScopes(owner.role);
  return {
    keyId: key.keyId,
    userId: key.userId,
    companyId: key.companyId,
    role: owner.role,
    scopes: readScopes(key.scope).filter((scope) => allowed.includes(scope)),
    createdAt: key.createdAt,
    endsAt: key.endsAt,
  };
}

const isOver = ({ endsAt }: Owned['key'], now: Date) =>
  endsAt !== undefined && new Date(endsAt) <= now;

const isVoid = ({ key, owner }: Owned) => (key.epoch ?? 0) !== (owner.apiKeyEpoch ?? 0);

function hold(keyId: string, now: Date): Held {
  const known = held.get(keyId);
  const time = now.getTime();
  // A clock that was set back must not keep what was read before.
  if (known && Math.abs(time - known.readAt) <= keepMilliseconds) return known;
  const found = asContainer(() => read(keyId));
  const fresh: Held = { found, readAt: time, usedAt: known?.usedAt ?? 0 };
  held.delete(keyId);
  if (held.size >= maxHeld) held.delete(held.keys().next().value as string);
  held.set(keyId, fresh);
  found.catch(() => {
    if (held.get(keyId) === fresh) held.delete(keyId);
  });
  return fresh;
}

async function read(keyId: string): Promise<Owned | undefined> {
  const key = await find(ApiKeys, { keyId });
  if (!key) return undefined;
  const owner = await find(Users, { userId: key.userId });
  return owner ? { key, owner } : undefined;
}

/**
 * Keeps that a key was used, at most once a minute. It takes a second at most and never rejects: the
 * request goes its way whether it can be written or not.
 */
export async function noteApiKeyUse(keyId: string, now: Date, log: Log): Promise<void> {
  const known = held.get(keyId);
  const time = now.getTime();
  if (!known || Math.abs(time - known.usedAt) < noteUseEveryMilliseconds) return;
  const before = known.usedAt;
  known.usedAt = time;
  try {
    await asContainer(() => writeUse(keyId, now));
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return;
    known.usedAt = before;
    log.warn('the use of an API key is not kept', { error });
  }
}

/** @throws ConditionalCheckFailedException when the key is gone or another container was first */
async function writeUse(keyId: string, now: Date): Promise<void> {
  const minuteAgo = new Date(now.getTime() - noteUseEveryMilliseconds).toISOString();
  const lastUsedAt = now.toISOString();
  const update = ApiKeys.patch({ keyId })
    .set({ lastUsedAt })
    .where(
      (key, { notExists, lte, gt }) =>
        `${notExists(key.lastUsedAt)} OR ${lte(key.lastUsedAt, minuteAgo)} OR ${gt(key.lastUsedAt, lastUsedAt)}`,
    );
  await dynamodb().send(new UpdateCommand(update.params() as UpdateCommandInput), {
    abortSignal: AbortSignal.timeout(noteUseWithinMilliseconds),
  });
}
