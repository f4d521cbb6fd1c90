import { storeForeignHash } from '../../crypto/password-hash.ts';
import { createLanes } from '../../lanes.ts';
import { createCommit } from '../../model/commit.ts';
import { find, getTogether, one } from '../../model/read.ts';
import { retryFrom } from '../../model/retry.ts';
import { AddressClaims } from '../accounts/address-claims.entity.ts';
import { FirstAccount } from '../accounts/first-account.entity.ts';
import { HandleClaims } from '../accounts/handle-claims.entity.ts';
import { addressKey, handleKey } from '../accounts/keys.ts';
import { handleOf, nameOfNobody } from '../accounts/profile-defaults.ts';
import { newAccount } from '../sign-in/new-account.ts';
import { BadRow, type ImportedUser, readRow } from './import-row.ts';

/** What came of a user who was to be imported: `exists` says that an account has the address. */
export type Outcome = 'imported' | 'exists' | BadRow;

export interface ImportOptions {
  now: Date;
  /** Look at everything and write nothing. */
  dryRun: boolean;
}

export interface UserImport {
  /** Whether there is an account; nobody else is imported until there is. */
  hasFirstAccount: boolean;
  /** Opens the first account, which is an administrator's. */
  first(user: ImportedUser): Promise<Outcome>;
  /** Imports a hundred users at most, none of them an administrator; the answers keep their order. */
  users(users: readonly ImportedUser[]): Promise<Outcome[]>;
}

const parallelAccounts = 8;

/**
 * An import into the table of this process's configuration. It opens accounts as sign-up does, with
 * all that goes with them, and never touches one that is there: whoever imports a file again only
 * brings what is missing.
 */
export async function createImport({ now, dryRun }: ImportOptions): Promise<UserImport> {
  const first = await find(FirstAccount, {});
  const commit = createCommit({ actor: 'system:import-users', now });
  const inLane = createLanes(parallelAccounts);
  const seen = new Set<string>();

  async function open(user: ImportedUser, key: string, isFirst: boolean): Promise<Outcome> {
    const name = user.name ?? nameOfNobody;
    const password = user.password && (await storeForeignHash(user.password));
    const address = { email: user.email, key, password, isVerified: user.emailVerified };
    const wanted = user.handle ?? handleOf(name, { unique: false });
    return retryFrom(wanted, async (handle, again): Promise<Outcome> => {
      const { writes } = newAccount<Outcome>(
        { ...user, name, handle, address, isImported: true, isFirst },
        {
          address: () => 'exists',
          handle: () =>
            user.handle === undefined
              ? again(handleOf(name, { unique: true }))
              : handleTaken(user.handle),
          first: () => new BadRow('somebody else has opened the first account meanwhile'),
        },
        now,
      );
      return commit(writes, 'imported');
    });
  }

  async function look({ handle }: ImportedUser): Promise<Outcome> {
    if (handle === undefined) return 'imported';
    const { data: claim } = await HandleClaims.get({ handleKey: handleKey(handle) }).go();
    return claim ? handleTaken(handle) : 'imported';
  }

  async function importOne(user: ImportedUser, key: string, isFirst = false): Promise<Outcome> {
    if (seen.has(key)) return 'exists';
    seen.add(key);
    const outcome = await (dryRun ? look(user) : open(user, key, isFirst));
    if (outcome instanceof BadRow) seen.delete(key);
    return outcome;
  }

  const run: UserImport = {
    hasFirstAccount: Boolean(first),
    async first(user) {
      const outcome = await importOne(user, addressKey(user.email), true);
      if (outcome === 'imported') run.hasFirstAccount = true;
      return outcome;
    },
    async users(users) {
      if (!run.hasFirstAccount) throw new Error('Nobody is imported before the first account');
      const keys = users.map(({ email }) => addressKey(email));
      const claims = await getTogether(
        keys.map((key) => one(AddressClaims, { addressKey: key })),
        { consistent: true },
      );
      return Promise.all(
        users.map(async (user, index) =>
          claims[index] ? 'exists' : inLane(() => importOne(user, keys[index] ?? '')),
        ),
      );
    },
  };
  return run;
}

const handleTaken = (handle: string) => new BadRow(`handle ${handle} is taken`);

/**
 * Imports rows of our own kind; `admin` is the address of the one that becomes the first account,
 * where there is none. Answers what came of each, in words.
 */
export async function importRows(
  rows: readonly unknown[],
  { admin, now }: { admin?: string | undefined; now: Date },
): Promise<string[]> {
  const run = await createImport({ now, dryRun: false });
  const users = rows.map((row) => readRow(row, 'own', undefined));
  const first = users.find(({ email }) => email === admin);
  const opened = first && !run.hasFirstAccount ? await run.first(first) : undefined;
  const outcomes = await run.users(users);
  return users.map((user, index) => String((user === first && opened) || outcomes[index]));
}
