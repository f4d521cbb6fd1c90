import * as z from 'zod';
import { now } from '../../clock.ts';
import {
  type FirebaseHashing,
  type ForeignHash,
  readBcryptHash,
  readFirebaseHash,
} from '../../crypto/prehash.ts';
import { locale, timeZone } from '../../schema/locale.ts';
import { address } from '../accounts/address.ts';
import { bio, handle, name } from '../profiles/schema.ts';

/** A user of another system, as far as they can be brought along. */
export interface ImportedUser {
  email: string;
  emailVerified: boolean;
  name?: string | undefined;
  handle?: string | undefined;
  bio?: string | undefined;
  locale?: string | undefined;
  timeZone?: string | undefined;
  /** RFC 3339: when the account was opened there. */
  openedAt?: string | undefined;
  password?: ForeignHash | undefined;
}

// Firebase writes the standard alphabet, its API the other.
const base64 = z
  .string()
  .regex(/^[A-Za-z0-9+/_-]*={0,2}$/, 'must be base64')
  .transform((text) => Buffer.from(text, 'base64'));

/** As the console of Firebase shows it and as its command line takes it. */
export const firebaseHashing = z
  .object({
    base64_signer_key: base64,
    base64_salt_separator: base64,
    rounds: z.coerce.number().int().default(8),
    mem_cost: z.coerce.number().int().default(14),
  })
  .transform(
    (config): FirebaseHashing => ({
      signerKey: config.base64_signer_key,
      saltSeparator: config.base64_salt_separator,
      rounds: config.rounds,
      memCost: config.mem_cost,
    }),
  );

/** Epoch milliseconds; what is far off was written in another unit. */
const openedAt = z
  .number()
  .int()
  .refine(
    (time) => time >= Date.UTC(1990) && time <= now().getTime() + 24 * 3_600_000,
    'must be a time between 1990 and now, in milliseconds',
  );

const password = { passwordHash: z.string().optional(), salt: base64.optional() };
const isDisabled = z
  .literal(false, 'is disabled there: whoever is to come along must be active')
  .optional();

const ownRow = z
  .strictObject({
    email: address,
    emailVerified: z.boolean().default(false),
    name: name.optional(),
    handle: handle.optional(),
    bio: bio.optional(),
    locale: locale.optional(),
    timeZone: timeZone.optional(),
    createdAt: z.iso.datetime({ offset: true }).transform(Date.parse).pipe(openedAt).optional(),
    disabled: isDisabled,
    ...password,
  })
  .transform(({ createdAt, ...row }) => ({ ...row, openedAt: createdAt }));

/** What Firebase tells besides is not brought along: identities, second factors, custom claims. */
const firebaseRow = z
  .object({
    email: address,
    emailVerified: z.boolean().default(false),
    displayName: z
      .string()
      .transform((given) => given.replace(/\p{Bidi_Control}/gu, ''))
      .pipe(name)
      .optional()
      .catch(undefined),
    createdAt: z
      .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
      .pipe(openedAt)
      .optional(),
    disabled: isDisabled,
    ...password,
  })
  .transform(({ displayName, createdAt, ...row }) => ({
    ...row,
    name: displayName,
    openedAt: createdAt,
  }));

/** What is wrong with a row, in one line and without what it holds of a password. */
export class BadRow extends Error {}

/**
 * Reads a row of Moa's own kind, or of Firebase's.
 *
 * @throws BadRow
 */
export function readRow(
  row: unknown,
  kind: 'own' | 'firebase',
  hashing: FirebaseHashing | undefined,
): ImportedUser {
  const parsed = (kind === 'own' ? ownRow : firebaseRow).safeParse(row);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
    throw new BadRow(faults.join('; ').trim());
  }
  const { passwordHash, salt, openedAt, ...user } = parsed.data;
  return {
    ...user,
    ...(openedAt !== undefined && { openedAt: new Date(openedAt).toISOString() }),
    ...(passwordHash && { password: readPassword(passwordHash, salt, hashing) }),
  };
}

function readPassword(
  hash: string,
  salt: Buffer | undefined,
  hashing: FirebaseHashing | undefined,
): ForeignHash {
  try {
    if (hash.startsWith('$')) return readBcryptHash(hash);
    if (!hashing) throw new Error("it is no bcrypt hash, and Firebase's parameters are not given");
    const bytes = base64.safeParse(hash);
    if (!bytes.success) throw new Error('it is neither a bcrypt hash nor base64');
    if (!salt) throw new Error("Firebase's hashes need a salt");
    return readFirebaseHash({ hash: bytes.data, salt }, hashing);
  } catch (error) {
    throw new BadRow(`passwordHash cannot be used: ${(error as Error).message}`);
  }
}
