import * as z from 'zod';
import { defineMessage } from '../../lib/queue/message.ts';
import { identityProviders } from '../../lib/schema/identity-providers.ts';
import { id } from '../../lib/schema/ids.ts';
import { timestamp } from '../../lib/schema/time.ts';

const aboutUser = { objectType: 'user' } as const;
const aboutOwner = { objectType: 'user', anonymousIs: 'owner' } as const;

const ofUser = z.object({ userId: id('user') });

/** Role and status of a user. */
const standing = z
  .object({ role: z.string(), status: z.string(), suspensionReason: z.string() })
  .partial();
const ofApiKey = z.object({ userId: id('user'), keyId: id('apiKey') });
const ofPasskey = z.object({ userId: id('user'), passkeyId: id('passkey') });
const ofDevice = z.object({ userId: id('user'), deviceId: z.string() });
const ofSession = z.object({ userId: id('user'), sessionId: id('session') });

export const userCreated = defineMessage({
  type: 'user.created',
  version: 1,
  data: ofUser,
  audit: aboutOwner,
});

export const userUpdated = defineMessage({
  type: 'user.updated',
  version: 1,
  /** `changed`: names of the fields that have another value; of some also what it was and is. */
  data: ofUser.extend({
    changed: z.array(z.string()),
    before: standing.optional(),
    after: standing.optional(),
  }),
  audit: { ...aboutUser, ofFields: ['role', 'status', 'suspensionReason'] },
});

/** These files are no longer used as the profile image. */
export const profileImageReplaced = defineMessage({
  type: 'profile_image.replaced',
  version: 1,
  data: ofUser.extend({ fileIds: z.array(id('file')) }),
  audit: 'none',
});

/** The owner has deleted the account. It is hidden now, and purged after 30 days unless they sign in. */
export const userDeleted = defineMessage({
  type: 'user.deleted',
  version: 1,
  data: ofUser,
  audit: aboutOwner,
});

/** The owner has signed in to a deleted account, which restores it. */
export const userRestored = defineMessage({
  type: 'user.restored',
  version: 1,
  data: ofUser,
  audit: aboutOwner,
});

/** The purge of an account has ended. */
export const userPurged = defineMessage({
  type: 'user.purged',
  version: 1,
  data: ofUser,
  audit: aboutUser,
});

/** Purge the account that was deleted at `deletedAt`; go on at this part of this step. */
export const purgeAccount = defineMessage({
  type: 'identity.purge_account',
  version: 1,
  data: ofUser.extend({
    deletedAt: timestamp,
    step: z.string().optional(),
    after: z.string().optional(),
    /** Whether this round through the steps has found anything. */
    hasRemoved: z.boolean().optional(),
  }),
  audit: 'none',
});

export const emailVerified = defineMessage({
  type: 'user.email_verified',
  version: 1,
  data: ofUser,
  audit: aboutOwner,
});

const ofIdentity = ofUser.extend({ provider: z.enum(identityProviders) });

/** A user has linked an identity of a provider. */
export const identityLinked = defineMessage({
  type: 'identity.linked',
  version: 1,
  data: ofIdentity.extend({ linkedAt: timestamp }),
  audit: aboutOwner,
});

export const identityUnlinked = defineMessage({
  type: 'identity.unlinked',
  version: 1,
  data: ofIdentity,
  audit: aboutOwner,
});

/** Somebody signed up with the address of an account. */
export const signUpRepeated = defineMessage({
  type: 'sign_up.repeated',
  version: 1,
  data: ofUser,
  audit: 'none',
});

/** Somebody asked for another mail that verifies the address of an account. */
export const verificationRequested = defineMessage({
  type: 'verification.requested',
  version: 1,
  data: ofUser,
  audit: 'none',
});

/** Somebody tried to sign in, with the password, to an account whose address must be verified first. */
export const unverifiedSignIn = defineMessage({
  type: 'sign_in.unverified',
  version: 1,
  data: ofUser,
  audit: 'none',
});

/** A user has switched on the authenticator app. */
export const totpEnabled = defineMessage({
  type: 'totp.enabled',
  version: 1,
  data: ofUser,
  audit: aboutUser,
});

export const totpDisabled = defineMessage({
  type: 'totp.disabled',
  version: 1,
  data: ofUser,
  audit: aboutUser,
});

/** A user has signed in with a recovery code. */
export const recoveryCodeUsed = defineMessage({
  type: 'recovery_code.used',
  version: 1,
  /** `left`: codes that were not used yet. */
  data: ofUser.extend({ left: z.int() }),
  audit: aboutOwner,
});

/** A user has registered a passkey. */
export const passkeyRegistered = defineMessage({
  type: 'passkey.registered',
  version: 1,
  data: ofPasskey,
  audit: aboutUser,
});

export const passkeyRemoved = defineMessage({
  type: 'passkey.removed',
  version: 1,
  data: ofPasskey,
  audit: aboutOwner,
});

/** Somebody asked for a mail to reset the password. */
export const passwordResetRequested = defineMessage({
  type: 'password_reset.requested',
  version: 1,
  data: ofUser,
  audit: 'none',
});

export const passwordChanged = defineMessage({
  type: 'user.password_changed',
  version: 2,
  /** `mark`: tells the new password from others. */
  data: ofUser.extend({ mark: z.string() }),
  audit: aboutOwner,
});

/** Somebody gave a wrong password; told once an hour for each source. */
export const signInFailed = defineMessage({
  type: 'sign_in.failed',
  version: 1,
  data: ofUser,
  audit: aboutUser,
});

/** Somebody who gave the right password gave a wrong code after it; told once an hour for each source. */
export const secondFactorFailed = defineMessage({
  type: 'second_factor.failed',
  version: 1,
  data: ofUser,
  audit: aboutUser,
});

export const sessionCreated = defineMessage({
  type: 'session.created',
  version: 1,
  data: ofSession,
  audit: { objectType: 'session', anonymousIs: 'owner' },
});

export const sessionEnded = defineMessage({
  type: 'session.ended',
  version: 1,
  data: ofSession,
  // Whoever begins one session too many has signed in, and whoever sets a new password has had its mail.
  audit: { objectType: 'session', anonymousIs: 'owner' },
});

/** Somebody signed in on a device that the account did not know. */
export const newDeviceSignIn = defineMessage({
  type: 'sign_in.from_new_device',
  version: 1,
  data: ofSession.extend({
    device: z.object({ name: z.string(), platform: z.string() }).optional(),
    userAgent: z.string(),
    /** IPv4 address, or the /64 prefix of an IPv6 address. */
    source: z.string(),
    signedInAt: timestamp,
  }),
  // The beginning of the session is kept.
  audit: 'none',
});

export const apiKeyCreated = defineMessage({
  type: 'api_key.created',
  version: 1,
  data: ofApiKey,
  audit: { objectType: 'api_key' },
});

export const apiKeyDeleted = defineMessage({
  type: 'api_key.deleted',
  version: 1,
  data: ofApiKey,
  // Whoever sets a new password, which ends all keys, has had its mail.
  audit: { objectType: 'api_key', anonymousIs: 'owner' },
});

export const deviceRegistered = defineMessage({
  type: 'device.registered',
  version: 1,
  data: ofDevice,
  audit: 'none',
});

export const deviceRemoved = defineMessage({
  type: 'device.removed',
  version: 1,
  data: ofDevice,
  audit: 'none',
});

export const notificationPreferencesUpdated = defineMessage({
  type: 'notification_preferences.updated',
  version: 1,
  data: ofUser,
  audit: 'none',
});
