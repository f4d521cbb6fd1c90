import type { EntityItem } from 'electrodb';
import type { AddressClaims } from './address-claims.entity.ts';
import { tokenHash } from './keys.ts';

/** What tells one password from the next, however it is kept; also whether there is any. */
export const passwordMark = ({
  passwordHash,
  importedMark,
}: Pick<EntityItem<typeof AddressClaims>, 'passwordHash' | 'importedMark'>) =>
  importedMark ?? tokenHash(passwordHash ?? '');
