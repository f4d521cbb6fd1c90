import { entity } from '../../model/entity.ts';

/** The chunk that new posts go to. It sorts after every number. */
export const headChunk = 'head';

/** Name of the chunk with this number; names sort as numbers do. */
export const chunkName = (number: number) => String(number).padStart(8, '0');

/**
 * The ids of everything that an author has posted, in chunks: the newest in the head, the rest in
 * numbered chunks of {@link chunkSize} that change no more but for removals. Written in the
 * transaction that writes the post, so that an author's posts can be listed consistently, and those
 * of many authors by one request.
 */
export const AuthorLogs = entity('authorLog', {
  attributes: {
    authorId: { type: 'string', required: true },
    /** {@link headChunk} or the name of a number. */
    chunk: { type: 'string', required: true },
    postIds: { type: 'set', items: 'string' },
    /** Of the head: how many numbered chunks there are. */
    sealed: { type: 'number' },
    /** How many posts were taken out; who moves posts sees by it that none was meanwhile. */
    removals: { type: 'number' },
    /**
     * Of the head: `promoting` while the followers are told to read the log, `loud` once all were.
     * Left out for an author whose posts are pushed.
     */
    mode: { type: ['promoting', 'loud'] as const },
    /** Of a loud author's head: since when, RFC 3339. */
    loudAt: { type: 'string' },
  },
  indexes: {
    /** Isolated: one author's chunks, the head last. */
    log: { pk: ['authorId'], sk: ['chunk'] },
  },
});
