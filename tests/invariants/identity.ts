import { addressKey, handleKey, tokenHash } from '../../lib/identity/accounts/keys.ts';
import { userTermsOf } from '../../lib/identity/accounts/user-terms.ts';
import { maxApiKeysPerUser } from '../../lib/identity/api-keys/api-key-lists.entity.ts';
import { credentialKey } from '../../lib/identity/passkeys/passkey-ring.ts';
import { type DomainInvariants, each, indexBy } from './invariant.ts';
import {
  change,
  holdsPasskeys,
  isDeletedUser,
  linksSome,
  manyKeys,
  namesKeys,
  nobody,
  noKey,
  remove,
  set,
  without,
} from './plants.ts';
import { type EntityName, entityOf, type Table } from './table.ts';

const usersOf = (table: Table) => indexBy(table.of('user'), ({ userId }) => userId);

/** That all items of these entities name one of these users, as far as they name one. */
function ofUsers(
  table: Table,
  names: readonly EntityName[],
  users: { has(userId: string): boolean } = usersOf(table),
): string[] {
  return names.flatMap((name) =>
    each(table.of(name), ({ pk, sk, ...item }) => {
      const userId = item.userId as string | undefined;
      const isSound = userId === undefined || users.has(userId);
      return !isSound && `${name} ${pk} ${sk} is of ${userId}, who does not exist`;
    }),
  );
}

const ownedByUsers = [
  ...(['addressClaim', 'handleClaim', 'firstAccount', 'userCounters'] as const),
  ...(['session', 'sessionRoster', 'knownDevice'] as const),
  ...(['identityClaim', 'linkedIdentities'] as const),
  ...(['apiKey', 'apiKeyList'] as const),
  ...(['device', 'notificationPreferences'] as const),
  ...(['totpFactor', 'passkeys', 'passkeyClaim'] as const),
];

const outlivingUsers = [
  ...(['emailVerification', 'mailRequest', 'passwordReset', 'mfaChallenge'] as const),
  ...(['failedSignIn'] as const),
];

export const identity: DomainInvariants = {
  invariants: [
    {
      name: 'what ends by itself is of a user that exists, or was purged',
      about: outlivingUsers,
      plants: [
        change('emailVerification', set({ userId: nobody })),
        change('passwordReset', set({ userId: nobody })),
        change('mailRequest', set({ userId: nobody })),
      ],
      violations(table) {
        const purged = table.of('purgeReceipt').map(({ userId }) => userId);
        return ofUsers(table, outlivingUsers, new Set([...usersOf(table).keys(), ...purged]));
      },
    },
    {
      name: 'what is of a user is of one that exists',
      about: ownedByUsers,
      plants: [
        change('session', set({ userId: nobody })),
        change('notificationPreferences', set({ userId: nobody })),
        change('userCounters', set({ userId: nobody })),
        change('user', remove),
      ],
      violations: (table) => ofUsers(table, ownedByUsers),
    },
    {
      name: 'a user has the claim of their address',
      about: ['user'],
      plants: [change('addressClaim', remove), change('addressClaim', set({ userId: nobody }))],
      violations(table) {
        const claims = indexBy(table.of('addressClaim'), (claim) => claim.addressKey);
        return each(table.of('user'), ({ userId, addressKey: key }) => {
          if (key === undefined) return false;
          const owner = claims.get(key)?.userId;
          return owner !== userId && `the address of ${userId} is claimed for ${owner}`;
        });
      },
    },
    {
      name: 'only an address can be verified',
      about: ['user'],
      plants: [
        (items) =>
          change('user', (user) => ({ ...without('email')(user), emailVerified: true }))(items),
      ],
      violations: (table) =>
        each(
          table.of('user'),
          ({ userId, email, emailVerified }) =>
            emailVerified && email === undefined && `${userId} has verified no address`,
        ),
    },
    {
      name: 'an address is claimed for a user who has it',
      about: ['addressClaim'],
      plants: [change('user', set({ addressKey: 'other' }))],
      violations(table) {
        const users = usersOf(table);
        return each(table.of('addressClaim'), ({ addressKey: key, userId }) => {
          return users.get(userId)?.addressKey !== key && `${userId} does not have address ${key}`;
        });
      },
    },
    {
      name: 'the key of an address is made of the address',
      about: ['user'],
      plants: [change('user', set({ email: 'somebody.else@example.com' }))],
      violations: (table) =>
        each(
          table.of('user'),
          ({ userId, email, addressKey: key }) =>
            key !== (email && addressKey(email)) && `${userId} has the key of another address`,
        ),
    },
    {
      name: 'a user has the claim of their handle',
      about: ['user'],
      plants: [change('handleClaim', remove), change('handleClaim', set({ userId: nobody }))],
      violations(table) {
        const claims = indexBy(table.of('handleClaim'), (claim) => claim.handleKey);
        return each(table.of('user'), ({ userId, handle }) => {
          const owner = claims.get(handleKey(handle))?.userId;
          return owner !== userId && `the handle ${handle} of ${userId} is claimed for ${owner}`;
        });
      },
    },
    {
      name: 'a handle is claimed for a user who has it',
      about: ['handleClaim'],
      plants: [change('user', set({ handle: 'other' }))],
      violations(table) {
        const users = usersOf(table);
        return each(table.of('handleClaim'), ({ handleKey: key, userId }) => {
          const handle = users.get(userId)?.handle ?? '';
          return handleKey(handle) !== key && `${userId} has not the handle ${key} but ${handle}`;
        });
      },
    },
    {
      name: 'a user is found by their name and handle, and by nothing else',
      about: ['userTerm', 'user'],
      plants: [
        change('userTerm', remove),
        change('userTerm', set({ term: 'other' })),
        change('user', set({ name: 'Other' })),
      ],
      violations(table) {
        const text = ({ shard, term, userId }: Record<'shard' | 'term' | 'userId', string>) =>
          `${userId} by ${shard} ${term}`;
        const found = new Set(table.of('userTerm').map(text));
        const wanted = new Set(
          table
            .of('user')
            .filter(({ purgingSince, wantedHandle }) => !purgingSince && !wantedHandle)
            .flatMap(userTermsOf)
            .map(text),
        );
        return [
          ...[...wanted].filter((term) => !found.has(term)).map((term) => `nobody finds ${term}`),
          ...[...found].filter((term) => !wanted.has(term)).map((term) => `${term} is left`),
        ];
      },
    },
    {
      name: 'an identity is claimed for a user who is signed in to by it',
      about: ['identityClaim'],
      plants: [
        change('linkedIdentities', remove, linksSome),
        change('identityClaim', set({ identityKey: 'other' })),
      ],
      violations(table) {
        const linked = indexBy(table.of('linkedIdentities'), ({ userId }) => userId);
        return each(table.of('identityClaim'), ({ identityKey, userId }) => {
          const { google, firebase } = linked.get(userId) ?? {};
          const isLinked = [google, firebase].some((one) => one?.identityKey === identityKey);
          return !isLinked && `${userId} is not signed in to by identity ${identityKey}`;
        });
      },
    },
    {
      name: 'a user has the claims of the identities that sign in to them',
      about: ['linkedIdentities'],
      plants: [change('identityClaim', remove), change('identityClaim', set({ userId: nobody }))],
      violations(table) {
        const claims = indexBy(table.of('identityClaim'), ({ identityKey }) => identityKey);
        return each(table.of('linkedIdentities'), ({ userId, google, firebase }) => {
          const lost = [google, firebase].find(
            (one) => one && claims.get(one.identityKey)?.userId !== userId,
          );
          return lost && `${userId} does not have identity ${lost.identityKey}`;
        });
      },
    },
    {
      name: 'a passkey is claimed for its user, and nothing else is',
      about: ['passkeys', 'passkeyClaim'],
      plants: [
        change('passkeys', remove, holdsPasskeys),
        change('passkeyClaim', remove),
        change('passkeyClaim', set({ userId: nobody })),
      ],
      violations(table) {
        const owners = new Map(
          table
            .of('passkeys')
            .flatMap(({ userId, passkeys }) =>
              passkeys.map(({ credentialId }) => [credentialKey(credentialId), userId] as const),
            ),
        );
        const claims = indexBy(table.of('passkeyClaim'), (claim) => claim.credentialKey);
        return [
          ...[...owners].flatMap(([key, userId]) =>
            claims.get(key)?.userId === userId ? [] : [`passkey ${key} is not ${userId}'s`],
          ),
          ...each(table.of('passkeyClaim'), ({ credentialKey: key, userId }) => {
            return owners.get(key) !== userId && `${userId} has no passkey ${key}`;
          }),
        ];
      },
    },
    {
      name: 'a user has counters',
      about: ['user'],
      plants: [change('userCounters', remove)],
      violations(table) {
        const counters = indexBy(table.of('userCounters'), ({ userId }) => userId);
        return each(table.of('user'), ({ userId }) => {
          return !counters.has(userId) && `${userId} has no counters`;
        });
      },
    },
    {
      name: 'where there are users, one is the first',
      about: ['firstAccount'],
      plants: [change('firstAccount', remove)],
      violations: (table) =>
        table.of('user').length > 0 && table.of('firstAccount').length !== 1
          ? [`${table.of('firstAccount').length} accounts are the first`]
          : [],
    },
    {
      name: 'the active administrators are known, and there is one',
      about: ['administrators', 'user'],
      plants: [
        change('user', set({ role: 'user' }), ({ role }) => role === 'admin'),
        change('administrators', remove),
        change('administrators', set({ activeIds: new Set([nobody]) })),
      ],
      violations(table) {
        const users = table.of('user');
        const known = new Set(table.of('administrators').flatMap(({ activeIds }) => activeIds));
        const strangers = each(users, ({ userId, role, status }) => {
          const isOne = role === 'admin' && status === 'active';
          return isOne !== known.has(userId) && `${userId} is ${isOne ? 'one' : 'none'} of them`;
        });
        return users.length > 0 && known.size === 0 ? [...strangers, 'there is none'] : strangers;
      },
    },
    {
      name: 'a revoked session is gone',
      about: ['revocation', 'session'],
      plants: [
        (items) => {
          const session = items.find((item) => entityOf(item) === 'session');
          const sessionIds = new Set([session?.sessionId]);
          return change('revocation', set({ sessionIds }))(items);
        },
      ],
      violations(table) {
        const sessions = indexBy(table.of('session'), ({ sessionId }) => sessionId);
        return table
          .of('revocation')
          .flatMap(({ sessionIds }) => [...sessionIds])
          .filter((sessionId) => sessions.has(sessionId))
          .map((sessionId) => `${sessionId} can still be refreshed`);
      },
    },
    {
      name: 'a session is on the roster of its user',
      about: ['session', 'sessionRoster'],
      plants: [
        change(
          'sessionRoster',
          without('sessionIds'),
          ({ sessionIds }) => sessionIds !== undefined,
        ),
        change('session', set({ sessionId: 'ses_01jd3v9k2m4n5p6q7r8s9t0v1w' })),
      ],
      violations(table) {
        const rosters = indexBy(table.of('sessionRoster'), ({ userId }) => userId);
        return each(table.of('session'), ({ userId, sessionId }) => {
          const isEntered = rosters.get(userId)?.sessionIds?.includes(sessionId);
          return !isEntered && `${sessionId} is not on the roster of ${userId}`;
        });
      },
    },
    {
      name: 'an API key is in the list of its owner',
      about: ['apiKey'],
      plants: [
        change('apiKeyList', remove, namesKeys),
        change('apiKeyList', set({ keyIds: new Set([noKey]) }), namesKeys),
      ],
      violations(table) {
        const lists = indexBy(table.of('apiKeyList'), ({ userId }) => userId);
        return each(table.of('apiKey'), ({ keyId, userId }) => {
          return !lists.get(userId)?.keyIds?.includes(keyId) && `${keyId} is not listed`;
        });
      },
    },
    {
      name: 'a list of API keys names keys of its owner, as many as one may have',
      about: ['apiKeyList'],
      plants: [
        change('apiKey', remove),
        change('apiKey', set({ userId: nobody })),
        change('apiKeyList', set({ keyIds: new Set([noKey]) })),
        change('apiKeyList', set({ keyIds: new Set(manyKeys) })),
      ],
      violations(table) {
        const keys = indexBy(table.of('apiKey'), ({ keyId }) => keyId);
        return each(table.of('apiKeyList'), ({ userId, keyIds = [] }) => {
          const strange = keyIds.find((keyId) => keys.get(keyId)?.userId !== userId);
          if (keyIds.length > maxApiKeysPerUser) return `${userId} has ${keyIds.length} API keys`;
          return strange !== undefined && `${userId} has ${strange} listed`;
        });
      },
    },
    {
      name: 'a purged account is gone, and nothing else is being purged',
      about: ['purgeReceipt', 'user'],
      plants: [
        change('purgeReceipt', without('purgedAt')),
        (items) => {
          const user = items.find((item) => entityOf(item) === 'user');
          return change('purgeReceipt', set({ userId: user?.userId }))(items);
        },
        change('user', set({ purgingSince: '2026-11-21T09:00:00.000Z' })),
      ],
      violations(table) {
        const users = usersOf(table);
        const left = each(table.of('purgeReceipt'), ({ userId, purgedAt }) => {
          const isGone = purgedAt !== undefined && !users.has(userId);
          return !isGone && `${userId} was to be purged, and is not gone`;
        });
        const receipts = indexBy(table.of('purgeReceipt'), ({ userId }) => userId);
        const unreceipted = each(table.of('user'), ({ userId, purgingSince }) => {
          return purgingSince !== undefined && !receipts.has(userId) && `${userId} has no receipt`;
        });
        return [...left, ...unreceipted];
      },
    },
    {
      name: 'a deleted account waits for its purge',
      about: ['user'],
      plants: [
        change('user', set({ status: 'deleted' }), (item) => !isDeletedUser(item)),
        change('user', without('gsi1pk'), isDeletedUser),
        change('user', set({ status: 'active' }), isDeletedUser),
      ],
      violations(table) {
        return each(table.of('user'), ({ userId, status, deletedAt, purge, gsi1pk, gsi1sk }) => {
          const signs = [deletedAt, purge, gsi1pk, gsi1sk];
          const isSound = signs.every((sign) => (sign !== undefined) === (status === 'deleted'));
          return !isSound && `${userId} is half deleted`;
        });
      },
    },
    {
      name: 'the counters of an account know whether it is absent',
      about: ['user', 'userCounters'],
      plants: [
        change('userCounters', without('isAbsent'), ({ isAbsent }) => isAbsent !== undefined),
        change('userCounters', set({ isAbsent: true }), ({ isAbsent }) => isAbsent === undefined),
      ],
      violations(table) {
        const counters = indexBy(table.of('userCounters'), ({ userId }) => userId);
        return each(table.of('user'), ({ userId, status }) => {
          const { isAbsent = false } = counters.get(userId) ?? {};
          return isAbsent === (status === 'active') && `${userId} is ${status}`;
        });
      },
    },
    {
      name: 'a device has the claim of its push token, and a claim its device',
      about: ['device', 'pushTokenClaim'],
      plants: [
        change('device', set({ pushToken: 'other' })),
        change('device', remove),
        change('pushTokenClaim', set({ deviceId: 'other' })),
        change('pushTokenClaim', remove),
      ],
      violations(table) {
        const claims = indexBy(table.of('pushTokenClaim'), (claim) => claim.tokenHash);
        const places = new Set(
          table.of('device').map(({ userId, deviceId, pushToken }) => {
            return `${userId} ${deviceId} ${tokenHash(pushToken)}`;
          }),
        );
        return [
          ...each(table.of('device'), ({ userId, deviceId, pushToken }) => {
            const claim = claims.get(tokenHash(pushToken));
            const isOwn = claim?.userId === userId && claim.deviceId === deviceId;
            return !isOwn && `the token of ${userId} ${deviceId} is claimed for another`;
          }),
          ...each(table.of('pushTokenClaim'), ({ userId, deviceId, tokenHash: hash }) => {
            return !places.has(`${userId} ${deviceId} ${hash}`) && `nothing has the token ${hash}`;
          }),
        ];
      },
    },
  ],
  free: {
    knownSource: 'It is of an address, which may go to another account.',
    spentPasskeyChallenge: 'It is named by a challenge in the hands of a client alone.',
  },
};
