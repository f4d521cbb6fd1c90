import type { StoredPassword } from '../../crypto/password-hash.ts';
import { newId } from '../../ids.ts';
import { impossible, type Otherwise, type Write, writeIf } from '../../model/write.ts';
import { AddressClaims } from '../accounts/address-claims.entity.ts';
import { FirstAccount } from '../accounts/first-account.entity.ts';
import { enterAdministrator, roleOfNew } from '../accounts/first-administrator.ts';
import { HandleClaims } from '../accounts/handle-claims.entity.ts';
import { handleKey } from '../accounts/keys.ts';
import { profileDefaults } from '../accounts/profile-defaults.ts';
import { UserCounters } from '../accounts/user-counters.entity.ts';
import { enterTerms } from '../accounts/user-terms.ts';
import type { User } from '../accounts/user-view.ts';
import { Users } from '../accounts/users.entity.ts';
import type { Account } from './sign-in.ts';

export interface NewAccount {
  address?:
    | {
        email: string;
        key: string;
        password?: StoredPassword | undefined;
        isVerified: boolean;
        /** Who has claimed it so far, without having it verified. */
        takenFrom?: string | undefined;
      }
    | undefined;
  handle: string;
  /** That they get once the address is verified; the account shows nowhere until then. */
  wantedHandle?: string | undefined;
  name: string;
  bio?: string | undefined;
  locale?: string | undefined;
  timeZone?: string | undefined;
  /** RFC 3339: when it was opened elsewhere. */
  openedAt?: string | undefined;
  isImported?: boolean | undefined;
  /** Nobody else had the first account when it was last looked at. */
  isFirst: boolean;
}

/** What to do when something that the account was to have is somebody else's by now. */
export type Taken<Outcome> = Readonly<
  Record<'address' | 'handle' | 'first', Exclude<Otherwise<Outcome>, string>>
>;

/** A new account, and the writes that open it. */
export function newAccount<Outcome = never>(
  { address, handle, isFirst, name, ...given }: NewAccount,
  taken: Taken<Outcome>,
  now: Date,
): Account & { writes: Write<Outcome>[] } {
  const userId = newId('user', now);
  const user: User = {
    userId,
    ...(address && { email: address.email, addressKey: address.key }),
    emailVerified: address?.isVerified ?? false,
    handle,
    ...(given.wantedHandle !== undefined && { wantedHandle: given.wantedHandle }),
    name,
    bio: given.bio ?? profileDefaults.bio,
    locale: given.locale ?? profileDefaults.locale,
    timeZone: given.timeZone ?? profileDefaults.timeZone,
    isPrivate: false,
    role: roleOfNew({ address, isFirst, isImported: given.isImported }),
    status: 'active',
    createdAt: given.openedAt ?? now.toISOString(),
    ...(given.isImported && { importedAt: now.toISOString() }),
    version: 1,
  };
  const counters = { userId, postCount: 0, followerCount: 0, followingCount: 0 };
  const writes: Write<Outcome>[] = [
    ...(address ? claimOf(userId, address, taken.address) : []),
    writeIf(HandleClaims.create({ handleKey: handleKey(handle), userId }), taken.handle),
    writeIf(Users.create(user), impossible),
    writeIf(UserCounters.create(counters), impossible),
    ...(user.wantedHandle === undefined ? enterTerms(user) : []),
    ...(isFirst ? [writeIf(FirstAccount.create({ userId }), taken.first)] : []),
    ...(user.role === 'admin' ? [enterAdministrator(userId)] : []),
  ];
  return { user, counters, totp: null, writes };
}

const kept = ({ passwordHash, prehash }: StoredPassword) => ({
  ...(passwordHash !== undefined && { passwordHash }),
  ...(prehash && { prehash, prehashScheme: prehash.scheme, prehashCost: prehash.cost }),
});

function claimOf<Outcome = never>(
  userId: string,
  { key, password, takenFrom }: NonNullable<NewAccount['address']>,
  otherwise: Otherwise<Outcome>,
): Write<Outcome>[] {
  const claim = { addressKey: key, userId, ...(password && kept(password)) };
  if (takenFrom === undefined) return [writeIf(AddressClaims.create(claim), otherwise)];
  const claimed = AddressClaims.put(claim).where((was, { eq }) => eq(was.userId, takenFrom));
  const left = Users.patch({ userId: takenFrom })
    .remove(['email', 'addressKey'])
    .add({ version: 1 })
    .where((was, { eq }) => `${eq(was.addressKey, key)} AND ${eq(was.emailVerified, false)}`);
  return [writeIf(claimed, otherwise), writeIf(left, otherwise)];
}
