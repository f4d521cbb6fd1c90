import { entity } from '../../model/entity.ts';
import { idPrefixes } from '../../schema/ids.ts';

/** In whose lists every entry stands; each stands in those of its action and company as well. */
export const everyAction = 'all';

/** So many partitions share what one could not take at times when very many sign in. */
const shards = 8;

/** The shards of a list, each of which has some of its entries. */
export const everyShard: readonly number[] = Array.from({ length: shards }, (_, shard) => shard);

/** The shard in which an entry stands. */
export const shardOf = (entryId: string) => Number.parseInt(entryId.slice(-2), 36) % shards;

/** Of what one user does there is never so much; what the system and strangers do is shared out. */
export const shardsOfActor = (actorId: string): readonly number[] =>
  actorId.startsWith(`${idPrefixes.user}_`) ? [0] : everyShard;

/** Where the entries of a company stand: what is done in one is never too much for a partition. */
export const companyShard = 0;

/** A shard of the list of a month, `YYYY-MM`, of all entries or of those of an action or company. */
export const listOf = (action: string, month: string, shard: number) =>
  `${action}/${month}/${shard}`;

const isOfAll = ({ list }: Record<string, unknown>) => String(list).startsWith(`${everyAction}/`);

/**
 * Who did what. An entry is made of an event and never changed: told again, the
 * event makes the same one.
 */
export const AuditEntries = entity('auditEntry', {
  attributes: {
    /** Made of the event, in order of time. */
    entryId: { type: 'string', required: true },
    /** A shard of all entries, or of those of an action, in a month; see {@link listOf}. */
    list: { type: 'string', required: true },
    /** RFC 3339. */
    at: { type: 'string', required: true },
    /** A user, `system:<name>` or `anonymous`. */
    actorId: { type: 'string', required: true },
    /** One of {@link shardsOfActor}. */
    actorShard: { type: 'number', required: true },
    /** The API key by which they did. */
    actorKeyId: { type: 'string' },
    /** IPv4 address, or the /64 prefix of an IPv6 address. */
    actorIp: { type: 'string' },
    action: { type: 'string', required: true },
    objectType: { type: 'string', required: true },
    objectId: { type: 'string', required: true },
    /** Whose account it is about, if it is about one. */
    userId: { type: 'string' },
    /** Of the company in which it was done, if it was in one. */
    companyId: { type: 'string' },
    requestId: { type: 'string' },
    before: { type: 'any' },
    after: { type: 'any' },
    /** Epoch seconds. */
    expiresAt: { type: 'number', required: true },
  },
  indexes: {
    /** Isolated: one partition a list, month and shard: none is written for ever, or by all. */
    byTime: { pk: ['list'], sk: ['entryId'] },
    /** Isolated: what somebody did. For showing only. */
    byActor: { index: 'gsi1', condition: isOfAll, pk: ['actorId', 'actorShard'], sk: ['entryId'] },
    /** Isolated: what was done to something. For showing only. */
    byObject: { index: 'gsi2', condition: isOfAll, pk: ['objectId'], sk: ['entryId'] },
  },
});
