import { entity } from '../../model/entity.ts';

/** That a post mentions somebody; written with the post, and with what changes its text. */
export const Mentions = entity('mention', {
  attributes: {
    postId: { type: 'string', required: true },
    /** Who is mentioned. */
    userId: { type: 'string', required: true },
    authorId: { type: 'string', required: true },
    /** They wrote what the post answers, and are told of the answer. */
    isAnswered: { type: 'boolean', required: true },
  },
  indexes: {
    /** Isolated: whom a post mentions. */
    mentions: { pk: ['postId'], sk: ['userId'] },
    /** Isolated: what mentions a user, for the purge of an account alone. */
    mentionsOfUser: { index: 'gsi1', pk: ['userId'], sk: ['postId'] },
  },
});
