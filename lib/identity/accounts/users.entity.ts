import { entity } from '../../model/entity.ts';

/** An account and its profile. The password stands with the address's claim. */
export const Users = entity('user', {
  attributes: {
    userId: { type: 'string', required: true },
    /** As its owner writes it; mails go there. None when its owner has shown none to be theirs. */
    email: { type: 'string' },
    /** Key of the address's claim; comes, changes and goes with the address. */
    addressKey: { type: 'string' },
    emailVerified: { type: 'boolean', required: true },
    /** As its owner writes it; claimed without case in `HandleClaims`. */
    handle: { type: 'string', required: true },
    /**
     * The handle that they asked for, until their address is verified: before that nobody must see by
     * a handle that the account is there. Who has it is not found by search either.
     */
    wantedHandle: { type: 'string' },
    name: { type: 'string', required: true },
    bio: { type: 'string', required: true },
    /** BCP 47. */
    locale: { type: 'string', required: true },
    /** IANA. */
    timeZone: { type: 'string', required: true },
    /** File of the profile image; its renditions are there. */
    profileImageId: { type: 'string' },
    /** File of the profile image to be, whose renditions are awaited. */
    awaitedImageId: { type: 'string' },
    isPrivate: { type: 'boolean', required: true },
    role: { type: ['user', 'admin'] as const, required: true },
    status: { type: ['active', 'suspended', 'deleted'] as const, required: true },
    /** Why an administrator suspended the account. */
    suspensionReason: { type: 'string' },
    /**
     * How often all API keys were ended, by a mailed reset or with the account: those made before are
     * void.
     */
    apiKeyEpoch: { type: 'number' },
    /** RFC 3339: when its owner deleted the account. */
    deletedAt: { type: 'string' },
    /** Set with `deletedAt`; puts the account into the index of what is to be purged. */
    purge: { type: ['due'] as const },
    /** RFC 3339: since when the account is being purged, and signing in cannot undo it any more. */
    purgingSince: { type: 'string' },
    /** RFC 3339: when a sign-in last had the verification mailed again, and the message by which. */
    verificationRemindedAt: { type: 'string' },
    verificationRemindedBy: { type: 'string' },
    /** RFC 3339: when the account was brought from elsewhere. */
    importedAt: { type: 'string' },
    /** RFC 3339. */
    createdAt: { type: 'string', required: true },
    version: { type: 'number', required: true },
  },
  indexes: {
    /** Isolated: one item a user, read by id alone. */
    profile: { pk: ['userId'], sk: [] },
    /** Isolated and sparse: deleted accounts only, those that wait longest first. */
    purges: { index: 'gsi1', pk: ['purge'], sk: ['deletedAt'] },
  },
});
