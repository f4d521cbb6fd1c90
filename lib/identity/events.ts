import {
  apiKeyCreated,
  apiKeyDeleted,
  deviceRegistered,
  deviceRemoved,
  emailVerified,
  identityLinked,
  identityUnlinked,
  newDeviceSignIn,
  notificationPreferencesUpdated,
  passkeyRegistered,
  passkeyRemoved,
  passwordChanged,
  passwordResetRequested,
  profileImageReplaced,
  recoveryCodeUsed,
  secondFactorFailed,
  sessionCreated,
  sessionEnded,
  signInFailed,
  signUpRepeated,
  totpDisabled,
  totpEnabled,
  unverifiedSignIn,
  userCreated,
  userDeleted,
  userPurged,
  userRestored,
  userUpdated,
  verificationRequested,
} from '../../events/messages/identity.ts';
import { ApiKeys } from '../auth/api-keys.entity.ts';
import { type ChangeRule, onChange } from '../events/change.ts';
import { NotificationPreferences } from '../notifications/notification-preferences.entity.ts';
import { type Draft, draft } from '../queue/message.ts';
import { identityProviders } from '../schema/identity-providers.ts';
import { AddressClaims } from './accounts/address-claims.entity.ts';
import { LinkedIdentities } from './accounts/linked-identities.entity.ts';
import { Passkeys } from './accounts/passkeys.entity.ts';
import { passwordMark } from './accounts/password-mark.ts';
import { isBeingPurged, type User } from './accounts/user-view.ts';
import { Users } from './accounts/users.entity.ts';
import { ApiKeyLists } from './api-keys/api-key-lists.entity.ts';
import { Devices } from './devices/devices.entity.ts';
import { MailRequests } from './mails/mail-requests.entity.ts';
import type { PasskeyRing } from './passkeys/passkey-ring.ts';
import { KnownDevices } from './sessions/known-devices.entity.ts';
import { wasUnknown } from './sessions/known-devices.ts';
import { SessionRosters } from './sessions/session-rosters.entity.ts';
import { Sessions } from './sessions/sessions.entity.ts';
import { FailedSignIns } from './sign-in/failed-sign-ins.entity.ts';
import type { TotpFactor } from './totp/totp.ts';
import { TotpFactors } from './totp/totp-factors.entity.ts';

/** Fields of a user whose change is told by name. */
const told = [
  ...(['email', 'handle', 'name', 'bio', 'locale', 'timeZone'] as const),
  ...(['profileImageId', 'isPrivate', 'role', 'status', 'suspensionReason'] as const),
];

/** The role or status of a user before and after a change; empty where it stays. */
function standings(before: User, after: User) {
  const fields = ['role', 'status', 'suspensionReason'] as const;
  const changed = fields.filter((field) => before[field] !== after[field]);
  if (changed.length === 0) return {};
  const of = (user: User) =>
    Object.fromEntries(
      changed.flatMap((field) => (user[field] === undefined ? [] : [[field, user[field]]])),
    );
  return { before: of(before), after: of(after) };
}

/** The entries of one list that the other lacks. */
const without = (list: readonly string[] = [], other: readonly string[] = []) =>
  list.filter((entry) => !other.includes(entry));

/** The files that are, or are to be, the profile image. */
const imagesOf = ({ profileImageId, awaitedImageId }: User) =>
  [profileImageId, awaitedImageId].filter((fileId) => fileId !== undefined);

function userEvents(before: User | undefined, after: User | undefined): Draft[] {
  const userId = (after ?? before)?.userId ?? '';
  if (!after) return [draft(userPurged, userId, { userId })];
  if (!before) return [draft(userCreated, userId, { userId })];
  const [wasDeleted, isDeleted] = [before.status === 'deleted', after.status === 'deleted'];
  if (isDeleted && !wasDeleted) return [draft(userDeleted, userId, { userId })];
  if (wasDeleted && !isDeleted) return [draft(userRestored, userId, { userId })];
  if (isDeleted && isBeingPurged(after)) return [];
  const changed = told.filter((field) => before[field] !== after[field]);
  const replaced = without(imagesOf(before), imagesOf(after));
  return [
    ...(changed.length > 0
      ? [draft(userUpdated, userId, { userId, changed, ...standings(before, after) })]
      : []),
    ...(after.emailVerified && !before.emailVerified
      ? [draft(emailVerified, userId, { userId })]
      : []),
    ...(replaced.length > 0
      ? [draft(profileImageReplaced, userId, { userId, fileIds: replaced })]
      : []),
  ];
}

const mailRequestMessages = {
  sign_up_repeated: signUpRepeated,
  verification: verificationRequested,
  unverified_sign_in: unverifiedSignIn,
  password_reset: passwordResetRequested,
} as const;

const failureMessages = { sign_in: signInFailed, second_factor: secondFactorFailed } as const;

const unusedCodes = (factor: TotpFactor) => (factor.recoveryCodes ?? []).filter(Boolean).length;

function totpEvents(before: TotpFactor | undefined, after: TotpFactor | undefined): Draft[] {
  const userId = (after ?? before)?.userId ?? '';
  const [wasOn, isOn] = [before?.state === 'on', after?.state === 'on'];
  if (!wasOn && isOn) return [draft(totpEnabled, userId, { userId })];
  if (wasOn && !isOn) return [draft(totpDisabled, userId, { userId })];
  if (!before || !after || unusedCodes(after) === unusedCodes(before)) return [];
  return [draft(recoveryCodeUsed, userId, { userId, left: unusedCodes(after) })];
}

const passkeyIdsOf = (ring: PasskeyRing | undefined) =>
  (ring?.passkeys ?? []).map(({ passkeyId }) => passkeyId);

function passkeyEvents(before: PasskeyRing | undefined, after: PasskeyRing | undefined): Draft[] {
  const userId = (after ?? before)?.userId ?? '';
  const [were, are] = [passkeyIdsOf(before), passkeyIdsOf(after)];
  const come = are.filter((passkeyId) => !were.includes(passkeyId));
  const gone = were.filter((passkeyId) => !are.includes(passkeyId));
  return [
    ...come.map((passkeyId) => draft(passkeyRegistered, userId, { userId, passkeyId })),
    ...gone.map((passkeyId) => draft(passkeyRemoved, userId, { userId, passkeyId })),
  ];
}

/** Turns changes of this domain's items into events. */
export const identityChanges: readonly ChangeRule[] = [
  onChange(Users, userEvents),
  onChange(MailRequests, (before, after) => {
    if (before || !after?.userId) return [];
    const { userId, kind } = after;
    return [draft(mailRequestMessages[kind], userId, { userId })];
  }),
  onChange(FailedSignIns, (before, after) => {
    if (!after?.userId || before?.userId === after.userId) return [];
    const { userId, kind } = after;
    return [draft(failureMessages[kind], userId, { userId })];
  }),
  onChange(LinkedIdentities, (before, after) => {
    const userId = (after ?? before)?.userId;
    if (userId === undefined) return [];
    return identityProviders.flatMap((provider) => {
      const [was, is] = [before?.[provider], after?.[provider]];
      if (was?.identityKey === is?.identityKey) return [];
      const data = { userId, provider };
      return [
        ...(was ? [draft(identityUnlinked, userId, data)] : []),
        ...(is ? [draft(identityLinked, userId, { ...data, linkedAt: is.linkedAt })] : []),
      ];
    });
  }),
  onChange(TotpFactors, totpEvents),
  onChange(Passkeys, passkeyEvents),
  onChange(AddressClaims, (before, after) => {
    if (!before || !after || before.passwordHash === after.passwordHash) return [];
    const { userId } = after;
    // An address that moves to another account leaves its password behind.
    if (before.userId !== userId) return [];
    // The password is the same; only its hash is of another kind.
    if (before.prehash && after.importedMark) return [];
    return [draft(passwordChanged, userId, { userId, mark: passwordMark(after) })];
  }),
  onChange(Sessions, (before, after) => {
    if (before || !after) return [];
    const { userId, sessionId } = after;
    return [draft(sessionCreated, sessionId, { userId, sessionId })];
  }),
  onChange(KnownDevices, (before, after) => {
    if (!after || !wasUnknown(before, after)) return [];
    const { userId, sessionId, device, userAgent, source, signedInAt } = after;
    const data = { userId, sessionId, userAgent, source, signedInAt, ...(device && { device }) };
    return [draft(newDeviceSignIn, sessionId, data)];
  }),
  // Rosters and lists tell of ends: they know who ended a session or key; a deleted item does not.
  onChange(SessionRosters, (before, after) => {
    const userId = (after ?? before)?.userId ?? '';
    return without(before?.sessionIds, after?.sessionIds).map((sessionId) =>
      draft(sessionEnded, sessionId, { userId, sessionId }),
    );
  }),
  onChange(ApiKeys, (before, after) => {
    if (before || !after) return [];
    const { userId, keyId } = after;
    return [draft(apiKeyCreated, keyId, { userId, keyId })];
  }),
  onChange(ApiKeyLists, (before, after) => {
    const userId = (after ?? before)?.userId ?? '';
    return without(before?.keyIds, after?.keyIds).map((keyId) =>
      draft(apiKeyDeleted, keyId, { userId, keyId }),
    );
  }),
  onChange(Devices, (before, after) => {
    const device = after ?? before;
    if (!device) return [];
    const { userId, deviceId } = device;
    return [draft(after ? deviceRegistered : deviceRemoved, userId, { userId, deviceId })];
  }),
  onChange(NotificationPreferences, (_, after) => {
    if (!after) return [];
    const { userId } = after;
    return [draft(notificationPreferencesUpdated, userId, { userId })];
  }),
];
