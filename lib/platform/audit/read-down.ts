import type { EntityItem } from 'electrodb';
import type { AuditEntries } from './audit-entries.entity.ts';

export type AuditEntry = EntityItem<typeof AuditEntries>;

/**
 * Reads on in a shard by one request, the newest entry first. `next` is `null` at its end, else where to
 * read on and the id down to which the shard is known then.
 */
export type ReadShard = (
  wanted: number,
  cursor: string | null,
) => Promise<{ entries: AuditEntry[]; next: { cursor: string; entryId: string } | null }>;

/** A list whose entries are shared out among shards. */
export interface AuditList {
  /** No entry of it has an id before this. */
  oldest: string;
  shards: readonly ReadShard[];
}

/** What one page costs at most: three months of eight shards. */
const mostRequests = 24;

/**
 * The `wanted` newest entries of lists that follow each other, the newest list first. Ends early when
 * another round would cost more than the page may: `readTo` is then the id down to which all is
 * known, else `null`.
 */
export async function readDown(
  lists: readonly AuditList[],
  wanted: number,
): Promise<{ entries: AuditEntry[]; readTo: string | null }> {
  const known: AuditEntry[] = [];
  let readTo: string | null = null;
  let requests = 0;
  for (const { oldest, shards } of lists) {
    let open = shards.map((read) => ({ read, cursor: null as string | null }));
    let unsettled: AuditEntry[] = [];
    while (open.length > 0 && known.length < wanted) {
      if (requests + open.length > mostRequests) return { entries: known, readTo };
      requests += open.length;
      const missing = wanted - known.length;
      const reads = await Promise.all(
        open.map(async ({ read, cursor }) => ({ read, ...(await read(missing, cursor)) })),
      );
      const unread = reads.flatMap(({ read, next }) => (next ? [{ read, ...next }] : []));
      // Of any shard that goes on, entries may follow that are newer than what others have told.
      const depth = unread.reduce((id, { entryId }) => (entryId > id ? entryId : id), oldest);
      const told = [...unsettled, ...reads.flatMap(({ entries }) => entries)].sort(newestFirst);
      known.push(...told.filter(({ entryId }) => entryId >= depth));
      unsettled = told.filter(({ entryId }) => entryId < depth);
      readTo = depth;
      open = unread;
    }
    if (known.length >= wanted) return { entries: known.slice(0, wanted), readTo };
  }
  return { entries: known, readTo: null };
}

const newestFirst = (one: AuditEntry, other: AuditEntry) => (one.entryId < other.entryId ? 1 : -1);
