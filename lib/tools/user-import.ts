import * as z from 'zod';
import { type FirebaseHashing, prehashed } from '../crypto/prehash.ts';
import { normalAddress } from '../identity/accounts/address.ts';
import {
  BadRow,
  firebaseHashing,
  type ImportedUser,
  readRow,
} from '../identity/sign-up/import-row.ts';
import { createImport, type Outcome, type UserImport } from '../identity/sign-up/import-users.ts';
import { elementsOf, linesOf, type Row } from './json-rows.ts';

export interface UserImportOptions {
  /** Firebase's export where it ends in `.json`, else an object a line. */
  file: string;
  now: Date;
  dryRun: boolean;
  /** Address of the row that becomes the first account, where there is none. */
  admin?: string | undefined;
  /** What the command line says of Firebase's hashes; the file may say it as well. */
  hashing?: FirebaseHashing | undefined;
  /** A user of the file with their password: what Firebase's hashes are verified by before anything else. */
  check?: { email: string; password: string } | undefined;
  print: (line: string) => void;
}

export interface Summary {
  imported: number;
  /** Addresses that have an account, from an earlier run or otherwise. */
  exists: number;
  failed: number;
}

type Entry = { line: number; user: ImportedUser | BadRow };

const rowsTogether = 100;
const progressEvery = 10_000;

/**
 * Imports the users of a file and prints a line for each that did not come along.
 *
 * @throws Error in one line when nothing can be imported
 */
export async function importFile(options: UserImportOptions): Promise<Summary> {
  const { now, dryRun, print } = options;
  await requireGoodHashes(options);
  const run = await createImport({ now, dryRun });
  const summary: Summary = { imported: 0, exists: 0, failed: 0 };
  const note = (line: number, outcome: Outcome) => {
    if (outcome === 'imported') summary.imported += 1;
    else if (outcome === 'exists') summary.exists += 1;
    else summary.failed += 1;
    if (outcome === 'exists') print(`line ${line}: an account has this address; it stays as it is`);
    else if (outcome instanceof BadRow) print(`line ${line}: ${outcome.message}`);
    const done = summary.imported + summary.exists + summary.failed;
    if (done % progressEvery === 0) print(`… ${done} rows`);
  };
  const firstLine = run.hasFirstAccount ? undefined : await openFirst(options, run, note);
  let together: { line: number; user: ImportedUser }[] = [];
  const flush = async () => {
    const outcomes = await run.users(together.map(({ user }) => user));
    for (const [index, { line }] of together.entries()) note(line, outcomes[index] as Outcome);
    together = [];
  };
  for await (const { line, user } of entriesOf(options)) {
    if (line === firstLine) continue;
    if (user instanceof BadRow) note(line, user);
    else together.push({ line, user });
    if (together.length === rowsTogether) await flush();
  }
  await flush();
  return summary;
}

/**
 * Wrong parameters make a hash that no password fits, and nothing but a password shows it: who were
 * imported by them could never sign in.
 */
async function requireGoodHashes(options: UserImportOptions): Promise<void> {
  const { check, dryRun, print } = options;
  const wanted = check && normalAddress(check.email);
  for await (const { line, user } of entriesOf(options)) {
    if (user instanceof BadRow) continue;
    const { email, password } = user;
    if (check && normalAddress(email) === wanted) {
      if (!password) throw new Error(`line ${line}: ${check.email} has no password to check`);
      if ((await prehashed(check.password, password.prehash)) === password.digest) return;
      throw new Error(
        `line ${line}: the password is not that of ${check.email}, or the parameters of the hashes are wrong`,
      );
    }
    if (check || password?.prehash.scheme !== 'firebase_scrypt') continue;
    const advice = "Firebase's hashes are checked by one password: --check <address>:<password>";
    if (!dryRun) throw new Error(advice);
    return print(advice);
  }
  if (check) throw new Error(`no row that can be imported has the address ${check.email}`);
}

/** Before anybody else has an account: who comes first is an administrator. @returns the row's line */
async function openFirst(
  options: UserImportOptions,
  run: UserImport,
  note: (line: number, outcome: Outcome) => void,
): Promise<number> {
  const { admin } = options;
  if (admin === undefined) {
    throw new Error(
      'there is no account yet, and the first is an administrator: sign up, or name the row by --admin <address>',
    );
  }
  const wanted = normalAddress(admin);
  for await (const { line, user } of entriesOf(options)) {
    if (user instanceof BadRow || normalAddress(user.email) !== wanted) continue;
    const outcome = await run.first(user);
    if (outcome !== 'imported') throw new Error(`line ${line}: ${String(outcome)}`);
    note(line, outcome);
    return line;
  }
  throw new Error(`no row that can be imported has the address ${admin}`);
}

const settings = z.object({ hash_config: firebaseHashing });

/** The users of a file; parameters of hashes may stand in an object of their own before them. */
async function* entriesOf(options: UserImportOptions): AsyncGenerator<Entry> {
  const { file } = options;
  let { hashing } = options;
  const isFirebase = file.endsWith('.json');
  for await (const row of isFirebase ? elementsOf(file) : linesOf(file)) {
    const { line } = row;
    const read = parse(row);
    const said = row.isSetting ? firebaseHashing.safeParse(read) : undefined;
    const saidInLine = settings.safeParse(read);
    if (said?.success) hashing = said.data;
    else if (saidInLine.success) hashing = saidInLine.data.hash_config;
    else if (!row.isSetting) yield { line, user: userOf(read, isFirebase, hashing) };
  }
}

function parse({ text }: Row): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes what it read.
    return new BadRow('it is not JSON');
  }
}

function userOf(
  read: unknown,
  isFirebase: boolean,
  hashing: FirebaseHashing | undefined,
): ImportedUser | BadRow {
  if (read instanceof BadRow) return read;
  try {
    return readRow(read, isFirebase ? 'firebase' : 'own', hashing);
  } catch (error) {
    if (error instanceof BadRow) return error;
    throw error;
  }
}
