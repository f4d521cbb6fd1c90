import { entity } from '../../model/entity.ts';

/**
 * Key of the entry that lists the loud authors whom a viewer follows. It sorts after every post id,
 * so that the query for the newest entries finds it first.
 */
export const loudAuthorsKey = '~loud-authors';

/** What is in somebody's home timeline before the rules of reading apply: see `timeline.ts`. */
export const HomeEntries = entity('homeEntry', {
  attributes: {
    viewerId: { type: 'string', required: true },
    /** A post id, or {@link loudAuthorsKey}. */
    entryId: { type: 'string', required: true },
    /** Author of the post. */
    authorId: { type: 'string' },
    /** At {@link loudAuthorsKey} only; bounded by how many a user can follow. */
    loudAuthorIds: { type: 'set', items: 'string' },
  },
  indexes: {
    /** Isolated: one viewer's entries, which a page reads by one query. No other index: an entry costs one write unit. */
    home: { pk: ['viewerId'], sk: ['entryId'] },
  },
});
