import { entity } from '../../model/entity.ts';

/** Which account a handle belongs to: written with the account, so that there is one at most. */
export const HandleClaims = entity('handleClaim', {
  attributes: {
    /** The handle in lower case: nothing else can be in a key made of it. */
    handleKey: { type: 'string', required: true, validate: /^[a-z0-9_]{3,30}$/ },
    userId: { type: 'string', required: true },
  },
  indexes: {
    /** Isolated: one item a handle, looked up by the whole handle only. */
    claim: { pk: ['handleKey'], sk: [] },
    /**
     * Isolated: all handles in one partition, in their order, to find users by how theirs begins. It
     * is written when a handle is claimed or let go, which nobody does often. For showing only.
     */
    byHandle: { index: 'gsi1', pk: [], sk: ['handleKey'] },
  },
});
