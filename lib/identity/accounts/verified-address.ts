import { type Otherwise, type Write, write, writeIf } from '../../model/write.ts';
import { enterVerified, verifiedRole } from './first-administrator.ts';
import { HandleClaims } from './handle-claims.entity.ts';
import { handleKey } from './keys.ts';
import { enterTerms } from './user-terms.ts';
import type { User } from './user-view.ts';
import { Users } from './users.entity.ts';

/**
 * The writes by which the address of an account counts as verified; refused when it is not as it was
 * read. An account that waited for that shows from now on, by the handle that was asked for unless
 * somebody else has it by now.
 *
 * @param more what else goes up by one with it
 */
export async function markVerified<Outcome = never>(
  user: User,
  otherwise: Otherwise<Outcome>,
  more: { apiKeyEpoch?: 1 } = {},
): Promise<Write<Outcome>[]> {
  const { userId, addressKey = '', emailVerified, version, wantedHandle } = user;
  const handle = wantedHandle === undefined ? user.handle : await freeOr(user.handle, wantedHandle);
  const verified = Users.patch({ userId })
    .set({
      emailVerified: true,
      ...verifiedRole(addressKey),
      ...(handle !== user.handle && { handle }),
    })
    .remove(wantedHandle === undefined ? [] : ['wantedHandle'])
    .add({ version: 1, ...more })
    .where((is, { eq }) =>
      [
        eq(is.addressKey, addressKey),
        eq(is.emailVerified, emailVerified),
        ...(wantedHandle === undefined ? [] : [eq(is.version, version)]),
      ].join(' AND '),
    );
  return [
    writeIf(verified, otherwise),
    ...enterVerified(userId, addressKey),
    ...(handle === user.handle
      ? []
      : [
          writeIf(HandleClaims.create({ handleKey: handleKey(handle), userId }), otherwise),
          write(HandleClaims.delete({ handleKey: handleKey(user.handle) })),
        ]),
    ...(wantedHandle === undefined ? [] : enterTerms({ ...user, handle })),
  ];
}

/** The handle that is wanted while nobody has it, else the one that there is. */
async function freeOr(present: string, wanted: string): Promise<string> {
  const { data } = await HandleClaims.get({ handleKey: handleKey(wanted) }).go({
    consistent: true,
  });
  return data ? present : wanted;
}
