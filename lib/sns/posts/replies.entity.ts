import { entity } from '../../model/entity.ts';

/**
 * That a post answers another; written and removed together with the other's `replyCount`. It goes
 * when one of the two is deleted.
 */
export const Replies = entity('reply', {
  attributes: {
    /** What is answered. */
    parentId: { type: 'string', required: true },
    parentAuthorId: { type: 'string', required: true },
    replyId: { type: 'string', required: true },
    authorId: { type: 'string', required: true },
    /** What is answered does not count it: its author is absent. Kept up by `sns.reconcilePresence`. */
    isUncounted: { type: 'boolean' },
  },
  indexes: {
    /** Isolated: the replies to one post, by time: the ids of posts are in its order. */
    replies: { pk: ['parentId'], sk: ['replyId'] },
  },
});
