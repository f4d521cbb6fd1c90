import { entity } from '../../model/entity.ts';

/** That an account was purged: all that is kept of it, and nothing of it tells whose it was. */
export const PurgeReceipts = entity('purgeReceipt', {
  attributes: {
    userId: { type: 'string', required: true },
    /** RFC 3339: when its owner deleted the account. */
    deletedAt: { type: 'string', required: true },
    /** RFC 3339. */
    begunAt: { type: 'string', required: true },
    /** RFC 3339: when nothing was left. */
    purgedAt: { type: 'string' },
    /** As the account counted when the purge began. */
    postCount: { type: 'number', required: true },
    followerCount: { type: 'number', required: true },
    followingCount: { type: 'number', required: true },
  },
  indexes: {
    /** Isolated: one item an account, looked up by whoever must show that it was purged. */
    receipt: { pk: ['userId'], sk: [] },
  },
});
