import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { badDigest, invalidRequest } from './refusal.ts';

/** Checksums that are verified and kept, as they stand in `x-amz-checksum-<name>`. */
export const checksumNames = ['crc32', 'crc32c', 'sha1', 'sha256'] as const;
export type ChecksumName = (typeof checksumNames)[number];
/** Base64, by name. */
export type Checksums = Partial<Record<ChecksumName, string>>;

interface Hasher {
  update(bytes: Uint8Array): void;
  digest(): Buffer;
}

const castagnoli = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value >>> 0;
});

function crc32c(bytes: Uint8Array, before: number): number {
  let value = ~before >>> 0;
  for (const byte of bytes) value = (value >>> 8) ^ (castagnoli[(value ^ byte) & 255] ?? 0);
  return ~value >>> 0;
}

function crcHasher(step: (bytes: Uint8Array, before: number) => number): Hasher {
  let value = 0;
  return {
    update: (bytes) => {
      value = step(bytes, value);
    },
    digest: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes;
    },
  };
}

function shaHasher(algorithm: 'md5' | 'sha1' | 'sha256'): Hasher {
  const hash = createHash(algorithm);
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
}

export function createHasher(name: ChecksumName | 'md5'): Hasher {
  if (name === 'crc32') return crcHasher((bytes, before) => crc32(bytes, before));
  if (name === 'crc32c') return crcHasher(crc32c);
  return shaHasher(name);
}

/** @throws S3Refusal InvalidRequest for an algorithm that S3, or this server, does not know */
export function checksumName(text: string): ChecksumName {
  const name = checksumNames.find((known) => known === text.toLowerCase());
  if (!name) throw invalidRequest(`Checksum algorithm provided is unsupported: ${text}`);
  return name;
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** The checksums that headers, trailers or form fields state. */
export function statedChecksums(headers: Headers): Checksums {
  const stated: Checksums = {};
  for (const [header, value] of Object.entries(headers)) {
    const [, text] = /^x-amz-checksum-(?!algorithm|mode|type)(.+)$/.exec(header) ?? [];
    if (text !== undefined) stated[checksumName(text)] = String(value);
  }
  return stated;
}

/** @throws S3Refusal BadDigest, or InvalidRequest for what is no checksum */
export function compareChecksums(stated: Checksums, computed: Checksums): void {
  for (const [name, value] of Object.entries(stated)) {
    const actual = computed[name as ChecksumName];
    if (Buffer.from(value, 'base64').length !== Buffer.from(actual ?? '', 'base64').length) {
      throw invalidRequest(`Value for x-amz-checksum-${name} header is invalid.`);
    }
    if (value !== actual) throw badDigest(name.toUpperCase());
  }
}

/** The checksum of the checksums of an upload's parts. */
export function compositeChecksum(name: ChecksumName, parts: readonly string[]): string {
  const hasher = createHasher(name);
  for (const part of parts) hasher.update(Buffer.from(part, 'base64'));
  return `${hasher.digest().toString('base64')}-${parts.length}`;
}
