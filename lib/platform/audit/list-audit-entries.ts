import { createConversions } from 'electrodb';
import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { firstIdAt, timeOfId } from '../../ids.ts';
import { fitting } from '../../model/fill-page.ts';
import type { Page, PageRequest } from '../../schema/page.ts';
import {
  AuditEntries,
  companyShard,
  everyAction,
  everyShard,
  listOf,
  shardsOfActor,
} from './audit-entries.entity.ts';
import { type AuditEntry, type AuditList, type ReadShard, readDown } from './read-down.ts';
import { keptMilliseconds, monthOf } from './record-audit.ts';
import type { AuditEntryView, AuditQuery } from './schema.ts';

/**
 * A page of the audit, the newest first. It may have fewer entries than were asked for, or none, and
 * yet a cursor: see {@link readDown}.
 */
export async function listAuditEntries(
  ctx: Context<UserCaller>,
  query: AuditQuery,
  { limit, after }: PageRequest,
): Promise<Page<AuditEntryView>> {
  const kept = new Date(ctx.now.getTime() - keptMilliseconds);
  const from = latest(kept, query.from);
  // What a clock ahead of this one has told, stands in the list once this one has come there.
  const present = new Date(ctx.now.getTime() + 1);
  const to = query.to === undefined ? present : earliest(present, query.to);
  if (to <= from) return { items: [], nextCursor: null };
  const end = firstIdAt('event', to);
  const newest = after !== undefined && after < end ? after : end;
  const range = { oldest: firstIdAt('event', from), newest };
  // One more tells whether there are more; and the range includes the end that it must not.
  const { entries, readTo } = await readDown(listsOf(query, range), limit + 2);
  const found = entries.filter(({ entryId }) => entryId !== newest);
  const items = fitting(found.slice(0, limit).map(toView));
  const nextCursor = found.length > items.length ? (items.at(-1)?.id ?? null) : readTo;
  return { items, nextCursor };
}

const earliest = (one: Date, other: string) => (new Date(other) < one ? new Date(other) : one);
const latest = (one: Date, other: string | undefined) =>
  other !== undefined && new Date(other) > one ? new Date(other) : one;

/** Where to look, from the newest entry to the oldest; both ends are included. */
interface Range {
  oldest: string;
  newest: string;
}

/** Entries that a filter leaves out are read as well: so many at a time. */
const readTogether = 100;

/** The lists to look through, one after the other. */
function listsOf({ companyId, actorId, objectId, action }: AuditQuery, range: Range): AuditList[] {
  const between = [{ entryId: range.oldest }, { entryId: range.newest }] as const;
  const { query } = AuditEntries;
  const optionsOf = (limit: number, cursor: string | null) =>
    ({ order: 'desc', limit, cursor }) as const;
  if (companyId !== undefined) {
    const filters = { actorId, objectId, action };
    const isFiltered = Object.values(filters).some((value) => value !== undefined);
    return monthsDown(range).map(({ month, oldest }) => ({
      oldest,
      shards: [
        async (wanted, cursor) => {
          const page = await query
            .byTime({ list: listOf(companyId, month, companyShard) })
            .between(...between)
            .where((entry, { eq }) =>
              (['actorId', 'objectId', 'action'] as const)
                .flatMap((name) => {
                  const value = filters[name];
                  return value === undefined ? [] : [eq(entry[name], value)];
                })
                .join(' AND '),
            )
            .go(optionsOf(isFiltered ? Math.max(wanted, readTogether) : wanted, cursor));
          return readOf(page, 'byTime');
        },
      ],
    }));
  }
  if (objectId !== undefined) {
    const isFiltered = actorId !== undefined || action !== undefined;
    const readShard: ReadShard = async (wanted, cursor) => {
      const page = await query
        .byObject({ objectId })
        .between(...between)
        .where((entry, { eq }) =>
          [
            ...(actorId === undefined ? [] : [eq(entry.actorId, actorId)]),
            ...(action === undefined ? [] : [eq(entry.action, action)]),
          ].join(' AND '),
        )
        .go(optionsOf(isFiltered ? Math.max(wanted, readTogether) : wanted, cursor));
      return readOf(page, 'byObject');
    };
    return [{ oldest: range.oldest, shards: [readShard] }];
  }
  if (actorId !== undefined) {
    const shards = shardsOfActor(actorId).map(
      (actorShard): ReadShard =>
        async (wanted, cursor) => {
          const page = await query
            .byActor({ actorId, actorShard })
            .between(...between)
            .where((entry, { eq }) => (action === undefined ? '' : eq(entry.action, action)))
            .go(optionsOf(action === undefined ? wanted : Math.max(wanted, readTogether), cursor));
          return readOf(page, 'byActor');
        },
    );
    return [{ oldest: range.oldest, shards }];
  }
  return monthsDown(range).map(({ month, oldest }) => ({
    oldest,
    shards: everyShard.map(
      (shard): ReadShard =>
        async (wanted, cursor) => {
          const page = await query
            .byTime({ list: listOf(action ?? everyAction, month, shard) })
            .between(...between)
            .go(optionsOf(wanted, cursor));
          return readOf(page, 'byTime');
        },
    ),
  }));
}

function readOf(
  { data, cursor }: { data: AuditEntry[]; cursor: string | null },
  index: keyof typeof AuditEntries.query,
): Awaited<ReturnType<ReadShard>> {
  if (cursor === null) return { entries: data, next: null };
  const { byAccessPattern } = createConversions(AuditEntries);
  const { entryId } = byAccessPattern[index].fromCursor.toComposite(cursor);
  return { entries: data, next: { cursor, entryId: String(entryId) } };
}

/** The months of a range, each with the first id that it can have within the range. */
function monthsDown({ oldest, newest }: Range): { month: string; oldest: string }[] {
  const months: { month: string; oldest: string }[] = [];
  const end = timeOfId(newest);
  // No id is before the first that can be made at a time.
  let last = newest === firstIdAt('event', end) ? new Date(end.getTime() - 1) : end;
  while (true) {
    const begin = new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth()));
    const first = firstIdAt('event', begin);
    if (first <= oldest) return [...months, { month: monthOf(last), oldest }];
    months.push({ month: monthOf(last), oldest: first });
    last = new Date(begin.getTime() - 1);
  }
}

const toView = ({ entryId, ...entry }: AuditEntry): AuditEntryView => ({ id: entryId, ...entry });
