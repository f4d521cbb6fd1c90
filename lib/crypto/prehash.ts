import { createCipheriv, scrypt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { createLanes } from '../lanes.ts';

/*
 * Passwords from elsewhere come as hashes of other kinds. What is stored of one is argon2id over that
 * hash: its kind, cost and salt stay beside it as the "prehash", by which the password is hashed first.
 */
export const prehashSchemes = ['bcrypt', 'firebase_scrypt'] as const;
export type PrehashScheme = (typeof prehashSchemes)[number];

export interface Prehash {
  scheme: PrehashScheme;
  /** bcrypt: rounds as a power of two. Firebase's scrypt: memory cost as a power of two. */
  cost: number;
  /** bcrypt: `$2b$12$` and its salt. Firebase's scrypt: `<rounds>$<salt and separator in base64>`. */
  salt: string;
}

/** A hash from elsewhere: how it was made, and what came of it. */
export interface ForeignHash {
  prehash: Prehash;
  digest: string;
}

const bcryptHash = /^(\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{22})([./A-Za-z0-9]{31})$/;

/**
 * Until its owner has signed in, every sign-in takes as long as the dearest: bcrypt's 12 is what most
 * systems use, and a third of a second.
 */
const costs = { bcrypt: { least: 4, most: 12 }, firebase_scrypt: { least: 1, most: 16 } } as const;

function requireCost(scheme: PrehashScheme, cost: number): void {
  const { least, most } = costs[scheme];
  if (Number.isInteger(cost) && cost >= least && cost <= most) return;
  throw new Error(`its cost is ${cost}: ${least} to ${most} can be verified`);
}

/**
 * Reads a bcrypt hash (`$2a$`, `$2b$` or `$2y$`, which are the same for passwords of today's making).
 *
 * @throws Error in a few words when it is none, or costs too much
 */
export function readBcryptHash(hash: string): ForeignHash {
  const [, salt = '', cost, digest = ''] = bcryptHash.exec(hash) ?? [];
  if (cost === undefined) throw new Error('it is no bcrypt hash');
  requireCost('bcrypt', Number(cost));
  return { prehash: { scheme: 'bcrypt', cost: Number(cost), salt }, digest };
}

/** Password hash parameters of a Firebase project; keys and separator are bytes. */
export interface FirebaseHashing {
  signerKey: Buffer;
  saltSeparator: Buffer;
  rounds: number;
  memCost: number;
}

/** Those of every Firebase project; others would take another time. */
const firebaseRounds = 8;

/**
 * Reads a hash of Firebase's scrypt: the project's signer key under AES-256-CTR, whose key scrypt made
 * of the password. What the password alone decides of it is the key stream, so that the signer key is
 * stored nowhere.
 *
 * @throws Error in a few words when it cannot be one, or costs too much
 */
export function readFirebaseHash(
  { hash, salt }: { hash: Buffer; salt: Buffer },
  { signerKey, saltSeparator, rounds, memCost }: FirebaseHashing,
): ForeignHash {
  if (hash.length !== signerKey.length || hash.length < streamBytes) {
    throw new Error('it is not as long as the signer key');
  }
  requireCost('firebase_scrypt', memCost);
  if (rounds !== firebaseRounds) {
    throw new Error(`its rounds are ${rounds}: only ${firebaseRounds} can be verified`);
  }
  const stream = hash.map((byte, index) => byte ^ (signerKey[index] ?? 0));
  const fullSalt = Buffer.concat([salt, saltSeparator]).toString('base64');
  return {
    prehash: { scheme: 'firebase_scrypt', cost: memCost, salt: `${rounds}$${fullSalt}` },
    digest: Buffer.from(stream.subarray(0, streamBytes)).toString('base64'),
  };
}

const inLane = createLanes(availableParallelism());

/** What `password` comes to by a prehash, as {@link ForeignHash} has it. */
export function prehashed(password: string, prehash: Prehash): Promise<string> {
  return inLane(() =>
    prehash.scheme === 'bcrypt' ? byBcrypt(password, prehash) : byFirebase(password, prehash),
  );
}

const digestLength = 31;

async function byBcrypt(password: string, { salt }: Prehash): Promise<string> {
  // Only here: most sign-ins have nothing to do with it.
  const { hash } = await import('bcryptjs');
  return (await hash(password, salt)).slice(-digestLength);
}

const keyBytes = 32;
const streamBytes = 32;

async function byFirebase(password: string, { cost, salt }: Prehash): Promise<string> {
  const [rounds, bytes = ''] = salt.split('$');
  const [N, r] = [2 ** cost, Number(rounds)];
  const key = await new Promise<Buffer>((resolve, reject) => {
    // OpenSSL counts a few blocks beside the N of scrypt itself.
    const options = { N, r, p: 1, maxmem: 128 * r * (N + 8) };
    scrypt(password, Buffer.from(bytes, 'base64'), keyBytes, options, (error, derived) =>
      error ? reject(error) : resolve(derived),
    );
  });
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  return cipher.update(Buffer.alloc(streamBytes)).toString('base64');
}

const anySalt = {
  bcrypt: (cost: number) => `$2b$${String(cost).padStart(2, '0')}$${'.'.repeat(22)}`,
  firebase_scrypt: () => `${firebaseRounds}$${Buffer.alloc(11).toString('base64')}`,
} as const;

type Work = Pick<Prehash, 'scheme' | 'cost'>;

/** Costs of what is left of the work of `largest` once that of `own` is done. */
export function missingCosts(largest: Work, own: Work | undefined): number[] {
  if (own?.scheme !== largest.scheme) return [largest.cost];
  // Each step doubles: c, then c again, c + 1, … come to the largest.
  return Array.from({ length: Math.max(0, largest.cost - own.cost) }, (_, step) => own.cost + step);
}

/** Does what is left of the work of `largest` once that of `own` is done. */
export async function fillUp(
  password: string,
  largest: Work,
  own: Work | undefined,
): Promise<void> {
  const { scheme } = largest;
  for (const cost of missingCosts(largest, own)) {
    await prehashed(password, { scheme, cost, salt: anySalt[scheme](cost) });
  }
}
