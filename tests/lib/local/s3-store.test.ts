import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ObjectRecord,
  openStore,
  type Store,
  type UploadRecord,
} from '../../../lib/local/services/s3/store.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'moa-s3-store-'));
});
afterEach(() => rm(folder, { recursive: true }));

const key = 'files/large';

function bucketOf(store: Store) {
  const bucket = store.buckets.get('bucket');
  if (!bucket) throw new Error('There is no bucket');
  return bucket;
}

/** A store with an upload of one part that has been completed but for its last step. */
async function completedButForItsUpload() {
  const root = join(folder, 'store');
  const store = await openStore(root, true);
  await store.createBucket('bucket');
  const bucket = bucketOf(store);
  const segment = { file: store.newFile(bucket), size: 4 };
  await writeFile(store.pathOf(bucket, segment.file), 'part');
  const common = { key, headers: {}, metadata: {} };
  const now = new Date().toISOString();
  const part = { number: 1, segment, etag: '"e"', lastModified: now, checksums: {} };
  const upload: UploadRecord = { ...common, id: 'upload', startedAt: now, parts: [part] };
  const record: ObjectRecord = {
    ...common,
    segments: [segment],
    size: 4,
    etag: '"e-1"',
    lastModified: now,
    checksums: {},
    tags: [],
  };
  await store.saveUpload(bucket, upload);
  await store.putObject(bucket, record);
  return { root, store, upload, record };
}

const contentOf = async (store: Store) => {
  const bucket = bucketOf(store);
  const [segment] = bucket.objects.get(key)?.segments ?? [];
  return readFile(store.pathOf(bucket, segment?.file ?? ''), 'utf8');
};

describe('an upload that a kill left behind its object', () => {
  it('is forgotten at the next start, and the object stays', async () => {
    const { root } = await completedButForItsUpload();
    const copy = join(folder, 'copy');
    await cp(root, copy, { recursive: true });
    const again = await openStore(copy, true);
    expect([...bucketOf(again).uploads]).toEqual([]);
    expect(await contentOf(again)).toBe('part');
  });

  it('does no harm when it is completed again', async () => {
    const { store, record, upload } = await completedButForItsUpload();
    await store.putObject(bucketOf(store), record);
    expect(await contentOf(store)).toBe('part');
    await store.removeUpload(bucketOf(store), upload, record.segments);
    expect(await contentOf(store)).toBe('part');
  });
});
