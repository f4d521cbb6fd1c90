import { ApiKeys } from '../auth/api-keys.entity.ts';
import { KnownSources } from '../auth/known-sources.entity.ts';
import type { SystemCaller } from '../caller.ts';
import type { Context } from '../context.ts';
import { find } from '../model/read.ts';
import { type Operation, writeIf } from '../model/write.ts';
import { writeMany } from '../model/write-many.ts';
import { NotificationPreferences } from '../notifications/notification-preferences.entity.ts';
import type { DomainPurge, PurgeStep } from '../purge/purge-step.ts';
import { identityProviders } from '../schema/identity-providers.ts';
import { AddressClaims } from './accounts/address-claims.entity.ts';
import { FirstAccount } from './accounts/first-account.entity.ts';
import { tokenHash } from './accounts/keys.ts';
import { LinkedIdentities } from './accounts/linked-identities.entity.ts';
import { Passkeys } from './accounts/passkeys.entity.ts';
import { UserCounters } from './accounts/user-counters.entity.ts';
import { Users } from './accounts/users.entity.ts';
import { ApiKeyLists } from './api-keys/api-key-lists.entity.ts';
import { Devices } from './devices/devices.entity.ts';
import { PushTokenClaims } from './devices/push-token-claims.entity.ts';
import { PasskeyClaims } from './passkeys/passkey-claims.entity.ts';
import { credentialKey, readRing } from './passkeys/passkey-ring.ts';
import { KnownDevices } from './sessions/known-devices.entity.ts';
import { readSessions } from './sessions/session-roster.ts';
import { SessionRosters } from './sessions/session-rosters.entity.ts';
import { Sessions } from './sessions/sessions.entity.ts';
import { IdentityClaims } from './social/identity-claims.entity.ts';
import { turnTotpOff } from './totp/totp.ts';
import { TotpFactors } from './totp/totp-factors.entity.ts';

const already = () => undefined;

/** Commits a removal, and does nothing when its condition fails: somebody else has claimed the item. */
const removeOwn = (ctx: Context<SystemCaller>, removal: Operation): Promise<void> =>
  ctx.apply([writeIf(removal, already)], undefined);

/**
 * Empties the fields that events are made from, before the item is deleted. Otherwise the stream would
 * tell of the deletion as an act of the item's last writer, its owner.
 */
const empty = (ctx: Context<SystemCaller>, emptied: Operation): Promise<void> =>
  ctx.apply([writeIf(emptied, already)], undefined);

const sessions: PurgeStep = {
  id: 'identity.sessions',
  covers: ['session', 'sessionRoster'],
  async removePart(ctx, userId) {
    const found = await readSessions(userId);
    await empty(ctx, SessionRosters.patch({ userId }).remove(['sessionIds']));
    await writeMany([
      ...found.map(({ sessionId }) => Sessions.delete({ userId, sessionId })),
      SessionRosters.delete({ userId }),
    ]);
    return { hasRemoved: found.length > 0 };
  },
};

const apiKeys: PurgeStep = {
  id: 'identity.apiKeys',
  covers: ['apiKey', 'apiKeyList'],
  async removePart(ctx, userId) {
    const list = await find(ApiKeyLists, { userId });
    const keyIds = list?.keyIds ?? [];
    await writeMany(keyIds.map((keyId) => ApiKeys.delete({ keyId })));
    await empty(ctx, ApiKeyLists.patch({ userId }).remove(['keyIds']));
    await writeMany([ApiKeyLists.delete({ userId })]);
    return { hasRemoved: keyIds.length > 0 };
  },
};

const identities: PurgeStep = {
  id: 'identity.identities',
  covers: ['identityClaim', 'linkedIdentities'],
  async removePart(ctx, userId) {
    const linked = await find(LinkedIdentities, { userId });
    const keys = identityProviders.flatMap((provider) => linked?.[provider]?.identityKey ?? []);
    for (const identityKey of keys) {
      const claim = IdentityClaims.remove({ identityKey });
      await removeOwn(
        ctx,
        claim.where((is, { eq }) => eq(is.userId, userId)),
      );
    }
    await empty(ctx, LinkedIdentities.patch({ userId }).remove([...identityProviders]));
    await writeMany([LinkedIdentities.delete({ userId })]);
    return { hasRemoved: keys.length > 0 };
  },
};

const passkeys: PurgeStep = {
  id: 'identity.passkeys',
  covers: ['passkeys', 'passkeyClaim'],
  async removePart(ctx, userId) {
    const ring = await readRing(userId);
    const keys = ring.passkeys.map(({ credentialId }) => credentialKey(credentialId));
    for (const key of keys) {
      const claim = PasskeyClaims.remove({ credentialKey: key });
      await removeOwn(
        ctx,
        claim.where((is, { eq }) => eq(is.userId, userId)),
      );
    }
    await empty(ctx, Passkeys.patch({ userId }).set({ passkeys: [] }));
    await writeMany([Passkeys.delete({ userId })]);
    return { hasRemoved: keys.length > 0 };
  },
};

const devices: PurgeStep = {
  id: 'identity.devices',
  covers: ['device', 'pushTokenClaim'],
  async removePart(ctx, userId) {
    const { data } = await Devices.query.devices({ userId }).go({ pages: 'all', consistent: true });
    for (const { deviceId, pushToken } of data) {
      const claim = PushTokenClaims.remove({ tokenHash: tokenHash(pushToken) });
      await removeOwn(
        ctx,
        claim.where((is, { eq }) => eq(is.userId, userId)),
      );
      await writeMany([Devices.delete({ userId, deviceId })]);
    }
    return { hasRemoved: data.length > 0 };
  },
};

const knownDevices: PurgeStep = {
  id: 'identity.knownDevices',
  covers: ['knownDevice'],
  async removePart(_ctx, userId) {
    const known = KnownDevices.query.knownDevices({ userId });
    const { data, cursor } = await known.go({ limit: 100, consistent: true });
    await writeMany(data.map(({ deviceKey }) => KnownDevices.delete({ userId, deviceKey })));
    return { hasRemoved: data.length > 0, ...(cursor !== null && { rest: '' }) };
  },
};

const settings: PurgeStep = {
  id: 'identity.settings',
  covers: ['notificationPreferences', 'totpFactor', 'userCounters'],
  async removePart(ctx, userId) {
    await ctx.apply([turnTotpOff(userId, ctx.now, already)], undefined);
    await writeMany([
      NotificationPreferences.delete({ userId }),
      TotpFactors.delete({ userId }),
      UserCounters.delete({ userId }),
    ]);
    return { hasRemoved: false };
  },
};

/** The address is freed when the purge begins; keys that are made of it lead here until it ends. */
const knownSources: PurgeStep = {
  id: 'identity.knownSources',
  covers: ['knownSource'],
  async removePart(_ctx, userId) {
    const user = await find(Users, { userId });
    const addressKey = user?.addressKey;
    if (addressKey === undefined) return { hasRemoved: false };
    // Once the address has a new owner, these items are theirs.
    const claim = await find(AddressClaims, { addressKey });
    if (claim) return { hasRemoved: false };
    const { data } = await KnownSources.query.sources({ addressKey }).go({ pages: 'all' });
    await writeMany(data.map(({ source }) => KnownSources.delete({ addressKey, source })));
    return { hasRemoved: data.length > 0 };
  },
};

/** This item only says that there was a first account. */
const firstAccount: PurgeStep = {
  id: 'identity.firstAccount',
  covers: ['firstAccount'],
  async removePart(ctx, userId) {
    const nameless = FirstAccount.patch({})
      .remove(['userId'])
      .where((is, { eq }) => eq(is.userId, userId));
    await removeOwn(ctx, nameless);
    return { hasRemoved: false };
  },
};

/**
 * A purge begins by freeing the address, the handle and the search terms, and ends by removing the
 * account. Deleting an account has already taken the role of administrator from it.
 */
export const identityPurge: DomainPurge = {
  steps: [
    ...[sessions, apiKeys, identities, passkeys, devices, knownDevices],
    ...[settings, knownSources, firstAccount],
  ],
  withAccount: ['user', 'addressClaim', 'handleClaim', 'userTerm', 'administrators'],
  expiring: {
    emailVerification: 'The link works for 48 hours.',
    passwordReset: 'The link works for 24 hours at most.',
    mfaChallenge: 'It waits for minutes only.',
    failedSignIn: 'It ends within two hours.',
    mailRequest: 'It ends an hour after the mail was asked for.',
  },
  kept: { purgeReceipt: 'It shows that the account was purged, and says nothing else of it.' },
  withoutUsers: ['spentPasskeyChallenge'],
};
