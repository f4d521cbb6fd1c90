import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checksums } from './checksums.ts';
import { createFiles, type Files } from './files.ts';
import type { Content } from './receive.ts';

/** A file of bytes that never changes; objects made of parts have several. */
export interface Segment {
  file: string;
  size: number;
}

/** What is kept beside an object's bytes. */
export interface ObjectRecord {
  key: string;
  segments: Segment[];
  size: number;
  /** With its quotation marks. */
  etag: string;
  /** RFC 3339. */
  lastModified: string;
  /** Headers that come back with the object, `content-type` among them. */
  headers: Record<string, string>;
  /** `x-amz-meta-…`, without the prefix. */
  metadata: Record<string, string>;
  checksums: Checksums;
  tags: [key: string, value: string][];
}

export interface PartRecord {
  number: number;
  segment: Segment;
  etag: string;
  lastModified: string;
  checksums: Checksums;
}

export interface UploadRecord {
  id: string;
  key: string;
  startedAt: string;
  headers: Record<string, string>;
  metadata: Record<string, string>;
  checksumAlgorithm?: string | undefined;
  parts: PartRecord[];
}

export interface Bucket {
  name: string;
  createdAt: string;
  /** Configurations, as they were given, by the name of their subresource. */
  settings: Record<string, string>;
  objects: Map<string, ObjectRecord>;
  uploads: Map<string, UploadRecord>;
}

/** What a bucket is kept by on disk. */
type BucketRecord = Pick<Bucket, 'name' | 'createdAt' | 'settings'>;

/**
 * Buckets in a folder. The bytes of an object lie in files of their own that are never written again;
 * its record names them, and comes and goes by one rename, so that an object is there whole or as it
 * was before. What no record names is removed at the next start.
 */
export interface Store {
  buckets: ReadonlyMap<string, Bucket>;
  createBucket(name: string): Promise<void>;
  removeBucket(bucket: Bucket): Promise<void>;
  saveSettings(bucket: Bucket): Promise<void>;
  /** A new file for bytes that are on their way. */
  newFile(bucket: Bucket): string;
  pathOf(bucket: Bucket, file: string): string;
  files: Files;
  /** Runs works on one key one after the other. */
  alone<T>(bucket: Bucket, key: string, work: () => Promise<T>): Promise<T>;
  putObject(bucket: Bucket, record: ObjectRecord): Promise<void>;
  removeObject(bucket: Bucket, key: string): Promise<void>;
  /** Other names for the same bytes. */
  linkSegments(bucket: Bucket, from: Bucket, segments: readonly Segment[]): Promise<Segment[]>;
  saveUpload(bucket: Bucket, upload: UploadRecord): Promise<void>;
  /** @param keep segments that an object has taken over */
  removeUpload(bucket: Bucket, upload: UploadRecord, keep?: readonly Segment[]): Promise<void>;
  discard(bucket: Bucket, segments: readonly Segment[]): Promise<void>;
}

/** The segment that received bytes make. */
export const segmentOf = ({ file, size }: Content): Segment => ({ file, size });

const nameOf = (key: string) => createHash('sha256').update(key).digest('hex');

/** @param durable `false` for what ends with this process */
export async function openStore(root: string, durable: boolean): Promise<Store> {
  const files = createFiles(durable);
  const buckets = new Map<string, Bucket>();
  const turns = new Map<string, Promise<unknown>>();
  const folder = ({ name }: { name: string }, ...path: string[]) => join(root, name, ...path);
  const recordOf = (bucket: Bucket, key: string) =>
    folder(bucket, 'objects', `${nameOf(key)}.json`);
  const uploadOf = (bucket: Bucket, id: string) => folder(bucket, 'uploads', `${id}.json`);

  const saveSettings = ({ name, createdAt, settings }: Bucket) => {
    const record: BucketRecord = { name, createdAt, settings };
    return files.replace(folder({ name }, 'bucket.json'), JSON.stringify(record));
  };

  const discard = async (bucket: Bucket, segments: readonly Segment[]): Promise<void> => {
    // What a kill leaves of this is removed at the next start.
    await Promise.all(
      segments.map(({ file }) => rm(folder(bucket, 'data', file), { force: true })),
    );
  };

  const open = async (name: string): Promise<void> => {
    const record = await readRecord<BucketRecord>(folder({ name }, 'bucket.json'));
    // A bucket without was never acknowledged.
    if (!record) return rm(folder({ name }), { recursive: true });
    const [objects, uploads] = await Promise.all([
      readRecords<ObjectRecord>(folder({ name }, 'objects')),
      readRecords<UploadRecord>(folder({ name }, 'uploads')),
    ]);
    const ofObjects = new Set(objects.flatMap(({ segments }) => segments.map(({ file }) => file)));
    // A kill may have come when the object was there and the upload had still to go.
    const isCompleted = ({ parts }: UploadRecord) =>
      parts.some(({ segment }) => ofObjects.has(segment.file));
    const completed = uploads.filter(isCompleted);
    const unfinished = uploads.filter((upload) => !isCompleted(upload));
    await Promise.all(completed.map(({ id }) => rm(folder({ name }, 'uploads', `${id}.json`))));
    const bucket: Bucket = {
      ...record,
      objects: new Map(objects.map((object) => [object.key, object])),
      uploads: new Map(unfinished.map((upload) => [upload.id, upload])),
    };
    const named = new Set([
      ...ofObjects,
      ...unfinished.flatMap(({ parts }) => parts.map(({ segment }) => segment.file)),
    ]);
    const present = await readdir(folder({ name }, 'data'));
    await discard(
      bucket,
      present.filter((file) => !named.has(file)).map((file) => ({ file, size: 0 })),
    );
    buckets.set(name, bucket);
  };

  await mkdir(root, { recursive: true });
  for (const name of await readdir(root)) await open(name);

  return {
    buckets,
    files,
    async createBucket(name) {
      for (const part of ['data', 'objects', 'uploads']) {
        await mkdir(folder({ name }, part), { recursive: true });
      }
      const bucket: Bucket = {
        name,
        createdAt: new Date().toISOString(),
        settings: {},
        objects: new Map(),
        uploads: new Map(),
      };
      await saveSettings(bucket);
      buckets.set(name, bucket);
    },
    async removeBucket(bucket) {
      buckets.delete(bucket.name);
      await rm(folder(bucket), { recursive: true, force: true });
    },
    saveSettings,
    newFile: () => randomUUID(),
    pathOf: (bucket, file) => folder(bucket, 'data', file),
    async alone(bucket, key, work) {
      const place = `${bucket.name}/${key}`;
      const turn = (turns.get(place) ?? Promise.resolve()).then(work, work);
      turns.set(place, turn);
      try {
        return await turn;
      } finally {
        if (turns.get(place) === turn) turns.delete(place);
      }
    },
    async putObject(bucket, record) {
      const before = bucket.objects.get(record.key);
      await files.replace(recordOf(bucket, record.key), JSON.stringify(record));
      bucket.objects.set(record.key, record);
      // An upload that is completed again brings the segments that are there.
      if (before) await discard(bucket, without(before.segments, record.segments));
    },
    async removeObject(bucket, key) {
      const before = bucket.objects.get(key);
      if (!before) return;
      await files.remove(recordOf(bucket, key));
      bucket.objects.delete(key);
      await discard(bucket, before.segments);
    },
    async linkSegments(bucket, from, segments) {
      const copies = segments.map(({ size }) => ({ file: randomUUID(), size }));
      await Promise.all(
        segments.map(({ file }, index) =>
          link(folder(from, 'data', file), folder(bucket, 'data', copies[index]?.file ?? '')),
        ),
      );
      return copies;
    },
    async saveUpload(bucket, upload) {
      await files.replace(uploadOf(bucket, upload.id), JSON.stringify(upload));
      bucket.uploads.set(upload.id, upload);
    },
    async removeUpload(bucket, upload, keep = []) {
      await files.remove(uploadOf(bucket, upload.id));
      bucket.uploads.delete(upload.id);
      const segments = upload.parts.map(({ segment }) => segment);
      await discard(bucket, without(segments, keep));
    },
    discard,
  };
}

const without = (segments: readonly Segment[], others: readonly Segment[]): Segment[] => {
  const kept = new Set(others.map(({ file }) => file));
  return segments.filter(({ file }) => !kept.has(file));
};

async function readRecord<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The records in a folder; unfinished ones, which nobody was told of, are removed. */
async function readRecords<T>(path: string): Promise<T[]> {
  const names = await readdir(path);
  await Promise.all(
    names.filter((name) => name.endsWith('.new')).map((name) => rm(join(path, name))),
  );
  const records = names.filter((name) => name.endsWith('.json'));
  const read = await Promise.all(records.map((name) => readRecord<T>(join(path, name))));
  return read.filter((record) => record !== undefined);
}
