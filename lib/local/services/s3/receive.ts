import { open } from 'node:fs/promises';
import { type ChecksumName, type Checksums, createHasher } from './checksums.ts';
import { tooLarge } from './refusal.ts';
import type { Bucket, Store } from './store.ts';

/** Bytes that have arrived and are on disk. */
export interface Content {
  file: string;
  size: number;
  /** Hexadecimal. */
  md5: string;
  /** Of the algorithms that were asked for. */
  checksums: Checksums;
}

/** S3's largest single upload. */
export const largestUpload = 5 * 1024 ** 3;

interface ReceiveOptions {
  algorithms: readonly ChecksumName[];
  /** More is refused as soon as it arrives. */
  most?: number;
}

/**
 * Streams bytes into a new file. Nothing is left of what breaks off or is too much.
 *
 * @throws S3Refusal EntityTooLarge
 */
export async function receive(
  store: Store,
  bucket: Bucket,
  body: AsyncIterable<Uint8Array>,
  { algorithms, most = largestUpload }: ReceiveOptions,
): Promise<Content> {
  const file = store.newFile(bucket);
  const md5 = createHasher('md5');
  const hashers = algorithms.map((name) => [name, createHasher(name)] as const);
  let size = 0;
  const handle = await open(store.pathOf(bucket, file), 'wx');
  try {
    for await (const bytes of body) {
      size += bytes.length;
      if (size > most) throw tooLarge(size, most);
      md5.update(bytes);
      for (const [, hasher] of hashers) hasher.update(bytes);
      await handle.write(bytes);
    }
    if (store.files.durable) await handle.sync();
  } catch (error) {
    await store.discard(bucket, [{ file, size }]);
    throw error;
  } finally {
    await handle.close();
  }
  const checksums = hashers.map(([name, hasher]) => [name, hasher.digest().toString('base64')]);
  return {
    file,
    size,
    md5: md5.digest().toString('hex'),
    checksums: Object.fromEntries(checksums) as Checksums,
  };
}
