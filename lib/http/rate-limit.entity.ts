import { entity } from '../model/entity.ts';

/** Token buckets, by the generic cell rate algorithm: one number says how full a bucket is. */
export const RateBuckets = entity('rateBucket', {
  attributes: {
    /** Hash of the limit's name and of whom it limits. */
    bucket: { type: 'string', required: true },
    /** Epoch milliseconds at which the bucket is full again. */
    fullAt: { type: 'number', required: true },
    /** Epoch seconds. */
    expiresAt: { type: 'number', required: true },
  },
  indexes: {
    /** Isolated: one item a bucket. */
    bucket: { pk: ['bucket'], sk: [] },
  },
});
