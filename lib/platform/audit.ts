import type { EntityItem } from 'electrodb';
import * as z from 'zod';
import type { UserCaller } from '../auth/caller.ts';
import type { Context } from '../context.ts';
import { firstIdAt, idOf, timeOfId } from '../ids.ts';
import { writeMany } from '../model/write-many.ts';
import type { Audit, Envelope } from '../queue/message.ts';
import type { Page, PageRequest } from '../schema/page.ts';
import {
  AuditEntries,
  everyAction,
  everyShard,
  listOf,
  shardOf,
  shardsOfActor,
} from './audit-entries.entity.ts';
import type { AuditEntryView, AuditQuery } from './audit-schema.ts';

type Entry = EntityItem<typeof AuditEntries>;

const dayMilliseconds = 24 * 3600_000;
/** A year, and a month to look back at it. */
const keptMilliseconds = 400 * dayMilliseconds;

const values = z.record(z.string(), z.unknown());
const audited = z.object({
  userId: z.string().optional(),
  changed: z.array(z.string()).optional(),
  before: values.optional(),
  after: values.optional(),
});

const monthOf = (time: Date) => time.toISOString().slice(0, 7);

/** Keeps what an event tells, the same however often it is told. */
export async function keepAuditEntry(event: Envelope, audit: Audit | undefined): Promise<void> {
  if (!audit) return;
  const { objectType, anonymousIs, ofFields } = audit;
  const { userId, changed = [], before, after } = audited.parse(event.data);
  if (ofFields && !changed.some((field) => ofFields.includes(field))) return;
  const time = new Date(event.time);
  const isOwner = anonymousIs === 'owner' && event.actor === 'anonymous';
  const actorId = isOwner && userId !== undefined ? userId : event.actor;
  const entryId = idOf('event', time, event.id);
  const shard = shardOf(entryId);
  const entry: Omit<Entry, 'list'> = {
    entryId,
    at: event.time,
    actorId,
    actorShard: shardsOfActor(actorId).includes(shard) ? shard : 0,
    action: event.type,
    objectType,
    objectId: event.subject,
    ...(userId !== undefined && { userId }),
    ...(event.actorkey !== undefined && { actorKeyId: event.actorkey }),
    ...(event.actorip !== undefined && { actorIp: event.actorip }),
    ...(event.correlationid !== undefined && { requestId: event.correlationid }),
    ...(before && { before }),
    ...(after && { after }),
    expiresAt: Math.floor((time.getTime() + keptMilliseconds) / 1000),
  };
  await writeMany(
    [everyAction, event.type].map((action) =>
      AuditEntries.put({ ...entry, list: listOf(action, monthOf(time), shard) }),
    ),
  );
}

/** Where to look, from the newest entry to the oldest; both ends are included. */
interface Range {
  oldest: string;
  newest: string;
}

/** A page of the audit, the newest first. */
export async function listAuditEntries(
  ctx: Context<UserCaller>,
  query: AuditQuery,
  { limit, after }: PageRequest,
): Promise<Page<AuditEntryView>> {
  const kept = new Date(ctx.now.getTime() - keptMilliseconds);
  const from = latest(kept, query.from);
  // The clock that tells events their time may be ahead of this one.
  const horizon = new Date(ctx.now.getTime() + dayMilliseconds);
  const to = query.to === undefined ? horizon : earliest(horizon, query.to);
  if (to <= from) return { items: [], nextCursor: null };
  const oldest = firstIdAt('event', from);
  const end = firstIdAt('event', to);
  const newest = after !== undefined && after < end ? after : end;
  // One more tells whether there are more; and the range includes the end that it must not.
  const top = newest === end ? to : timeOfId(newest);
  const found = await readDown(query, { oldest, newest }, { from, to: top }, limit + 2);
  const entries = found.filter(({ entryId }) => entryId !== newest);
  const items = entries.slice(0, limit);
  const nextCursor = entries.length > limit ? (items.at(-1)?.entryId ?? null) : null;
  return { items: items.map(toView), nextCursor };
}

const earliest = (one: Date, other: string) => (new Date(other) < one ? new Date(other) : one);

const latest = (one: Date, other: string | undefined) =>
  other !== undefined && new Date(other) > one ? new Date(other) : one;

async function readDown(
  { actorId, objectId, action }: AuditQuery,
  { oldest, newest }: Range,
  { from, to }: { from: Date; to: Date },
  count: number,
): Promise<Entry[]> {
  const range = [{ entryId: oldest }, { entryId: newest }] as const;
  // `count` alone would read a megabyte at a time.
  const options = { order: 'desc', count, limit: count } as const;
  const { query } = AuditEntries;
  if (objectId !== undefined) {
    const { data } = await query
      .byObject({ objectId })
      .between(...range)
      .where((entry, { eq }) =>
        [
          ...(actorId === undefined ? [] : [eq(entry.actorId, actorId)]),
          ...(action === undefined ? [] : [eq(entry.action, action)]),
        ].join(' AND '),
      )
      .go(options);
    return data;
  }
  if (actorId !== undefined) {
    return newestOf(count, shardsOfActor(actorId), (actorShard) =>
      query
        .byActor({ actorId, actorShard })
        .between(...range)
        .where((entry, { eq }) => (action === undefined ? '' : eq(entry.action, action)))
        .go(options),
    );
  }
  const found: Entry[] = [];
  for (const month of monthsDown(from, to)) {
    const wanted = count - found.length;
    const ofMonth = await newestOf(wanted, everyShard, (shard) =>
      query
        .byTime({ list: listOf(action ?? everyAction, month, shard) })
        .between(...range)
        .go({ ...options, count: wanted, limit: wanted }),
    );
    found.push(...ofMonth);
    if (found.length >= count) break;
  }
  return found;
}

/** The newest of all shards together: any of them may have as many as are wanted. */
async function newestOf(
  count: number,
  shards: readonly number[],
  read: (shard: number) => Promise<{ data: Entry[] }>,
): Promise<Entry[]> {
  const answers = await Promise.all(shards.map(read));
  const found = answers.flatMap(({ data }) => data);
  return found.sort((one, other) => (one.entryId < other.entryId ? 1 : -1)).slice(0, count);
}

function monthsDown(from: Date, to: Date): string[] {
  const months: string[] = [];
  const first = monthOf(from);
  for (let time = to; monthOf(time) >= first; ) {
    months.push(monthOf(time));
    time = new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), 0));
  }
  return months;
}

const toView = ({ entryId, ...entry }: Entry): AuditEntryView => ({ id: entryId, ...entry });
