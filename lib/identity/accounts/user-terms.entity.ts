import { entity } from '../../model/entity.ts';

/**
 * What a user is found by: a term of their name or handle. Made, changed and taken away in the
 * transactions that do so with the name; a deleted account keeps its terms until it is purged, and is
 * not shown.
 */
export const UserTerms = entity('userTerm', {
  attributes: {
    /** As in `SearchTerm`. */
    shard: { type: 'string', required: true },
    term: { type: 'string', required: true },
    userId: { type: 'string', required: true },
    /** `<term> <userId>`: what sorts the terms of a shard, one of each for each user. */
    entry: { type: 'string', required: true },
  },
  indexes: {
    /**
     * Isolated: the terms of one kind that begin with one letter, in their order, so that one query
     * reads all that begin with what is typed. The largest holds a fifth of all Korean names; it is
     * written when somebody signs up or changes their name, and DynamoDB splits it by its sort key,
     * for it has no local index, where that is often.
     */
    terms: { pk: ['shard'], sk: ['entry'] },
  },
});
