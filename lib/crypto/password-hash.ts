import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { config } from '../config.ts';
import { createLanes } from '../lanes.ts';
import { type ForeignHash, type Prehash, prehashed } from './prehash.ts';

/** Two passes, one lane, and 19 MiB unless configured otherwise. */
const cost = { memory: config.passwordHashMemoryKib, passes: 2, parallelism: 1 };
const saltBytes = 16;
const hashBytes = 32;

const derive = promisify(argon2);

// Each hash takes its memory and a thread; more at once than there are processors only makes all late.
const inLane = createLanes(availableParallelism());

type Cost = Pick<Argon2Parameters, 'memory' | 'passes' | 'parallelism'>;

function argon2id(password: string, salt: Buffer, { memory, passes, parallelism }: Cost) {
  const parameters = { memory, passes, parallelism, message: password, nonce: salt };
  return inLane(() => derive('argon2id', { ...parameters, tagLength: hashBytes }));
}

const unpadded = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');

/**
 * Hashes a password (NFKC text) with argon2id under a salt of its own. The answer is a PHC string,
 * which tells how it was made: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>`.
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const hash = await argon2id(password, salt, cost);
  const { memory, passes, parallelism } = cost;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(hash)}`;
}

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** What is verified when there is no hash, so that having none takes as long as a wrong password. */
const nobodysHash = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${unpadded(Buffer.alloc(saltBytes))}$${unpadded(Buffer.alloc(hashBytes))}`;

/** What is stored of a password. */
export interface StoredPassword {
  /** PHC string; none for who has no password. */
  passwordHash?: string | undefined;
  /** How the password is hashed before; only of one that was imported. */
  prehash?: Prehash | undefined;
}

/** Whether `password` is what `stored` was made of; without a hash always false, as slowly. */
export async function verifyPassword(
  password: string,
  stored: StoredPassword | null | undefined,
): Promise<boolean> {
  const { passwordHash, prehash } = stored ?? {};
  const [, memory, passes, parallelism, salt = '', hash = ''] =
    phc.exec(passwordHash ?? nobodysHash) ?? [];
  if (!hash) throw new Error('A stored password hash is not readable');
  const expected = Buffer.from(hash, 'base64');
  const message = prehash ? await prehashed(password, prehash) : password;
  const actual = await argon2id(message, Buffer.from(salt, 'base64'), {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  });
  return timingSafeEqual(actual, expected) && passwordHash !== undefined;
}

/** What is stored of a password that was hashed elsewhere: argon2id over that hash. */
export async function storeForeignHash({ prehash, digest }: ForeignHash): Promise<StoredPassword> {
  return { passwordHash: await hashPassword(digest), prehash };
}
