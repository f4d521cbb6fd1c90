import { createHash } from 'node:crypto';
import { ListMultipartUploadsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { getFileContent } from '../../functions/files/contents/routes.ts';
import { copyFile } from '../../functions/files/copies/routes.ts';
import { deleteFile, getFile, getFileUsage } from '../../functions/files/library/routes.ts';
import { completeFile, createFile, uploadParts } from '../../functions/files/uploads/routes.ts';
import { uploadSeconds } from '../../lib/files/library/link-seconds.ts';
import { toBase64 } from '../../lib/files/uploads/checksum.ts';
import { longestWaitHours } from '../../lib/files/uploads/longest-wait.ts';
import { partSize, sizeOfPart } from '../../lib/files/uploads/parts.ts';
import { largestForm, type UploadPartsView } from '../../lib/files/uploads/schema.ts';
import { bodyOf } from '../scenarios/arrange.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { testRun } from '../support/test-run.ts';
import { uploadPart } from '../support/upload.ts';
import type { User, World } from '../support/world.ts';

const size = largestForm + 1;
const partCount = 7;
const numbers = Array.from({ length: partCount }, (_, index) => index + 1);

/** Each part is filled with its number. */
const contents = new Map(
  numbers.map((number) => [number, Buffer.alloc(sizeOfPart(size, number), number)]),
);
const contentOf = (number: number) => contents.get(number) ?? Buffer.alloc(0);
const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');
const digests = new Map(numbers.map((number) => [number, sha256(contentOf(number))]));
const stated = (number: number) => ({
  partNumber: number,
  sha256: digests.get(number) ?? '',
});

describeInProcess('a file that comes in parts', () => {
  let stack: Stack;
  let world: World;
  let as: User;

  beforeAll(async () => {
    stack = await startStack({ on: testRun() });
    world = stack.createWorld();
  });

  afterEach(() => stack.fronts.faults.clear());
  afterAll(() => stack.close());

  beforeEach(async () => {
    as = await world.user('kim');
  });

  async function announced(contentType = 'video/mp4') {
    const body = { name: '회의.mp4', contentType, size };
    const { id, upload } = await bodyOf(world.call(createFile, { as, body }));
    expect(upload).toEqual({ type: 'parts', partSize, partCount });
    return { as, params: { fileId: id } };
  }

  type FileCall = Awaited<ReturnType<typeof announced>>;

  const linksFor = (call: FileCall, ...wanted: number[]) =>
    bodyOf(world.call(uploadParts, { ...call, body: { parts: wanted.map(stated) } }));

  async function send(call: FileCall, ...wanted: number[]) {
    const { links } = await linksFor(call, ...wanted);
    for (const link of links) {
      expect(await uploadPart(link, contentOf(link.partNumber))).toMatchObject({ status: 200 });
    }
  }

  /** How many uploads are open, and which objects are there. */
  async function kept({ params }: FileCall) {
    const place = { Bucket: stack.bucketName, Prefix: `files/${params.fileId}/` };
    const { Uploads = [] } = await stack.clients.s3.send(new ListMultipartUploadsCommand(place));
    const { Contents = [] } = await stack.clients.s3.send(new ListObjectsV2Command(place));
    return { uploads: Uploads.length, sizes: Contents.map(({ Size }) => Size) };
  }

  it('goes on where it broke off, is put together once, and can be read and copied', async () => {
    const call = await announced();
    await send(call, 7, 2, 3, 4, 5, 6);
    const refused = await world.call(completeFile, call);
    expect(refused).toBeProblem('files.not_uploaded');
    expect(refused.body).toMatchObject({ detail: 'Parts have not been uploaded: 1' });
    const { uploaded } = await linksFor(call);
    expect(uploaded).toEqual([2, 3, 4, 5, 6, 7].map(stated));
    await send(call, 1);

    // Its reply is lost: the attempt after it finds no upload any more.
    stack.fronts.faults.add({
      kind: 'lost_reply',
      service: 's3',
      operation: 'CompleteMultipartUpload',
      functionId: completeFile.id,
    });
    const [one, other] = await Promise.all([
      bodyOf(world.call(completeFile, call)),
      bodyOf(world.call(completeFile, call)),
    ]);
    expect(one).toEqual(other);
    expect(one).toMatchObject({ status: 'ready', size, version: 2 });
    expect(one).not.toHaveProperty('sha256');
    expect(await world.call(uploadParts, { ...call, body: {} })).toBeProblem('files.upload_ended');
    await world.drain();
    expect(await kept(call)).toEqual({ uploads: 0, sizes: [size] });

    const copy = await bodyOf(world.call(copyFile, { ...call, body: {} }));
    expect(copy).toMatchObject({ status: 'pending', size });
    const ofCopy = { as, params: { fileId: copy.id } };
    expect(await world.call(uploadParts, { ...ofCopy, body: {} })).toBeProblem(
      'files.not_in_parts',
    );
    expect(await world.call(completeFile, ofCopy)).toBeProblem('files.not_ready');
    // The copy goes on without its original, and from where the run before it has ended.
    stack.fronts.faults.add({ kind: 'kill_before', operation: 'UploadPartCopy', nth: 3 });
    expect(await world.call(deleteFile, call)).toHaveStatus(204);
    await world.drain();
    await world.advance(600);
    await world.drain();
    expect(await bodyOf(world.call(getFile, ofCopy))).toMatchObject({
      status: 'ready',
      version: 2,
    });
    expect(await kept(call)).toEqual({ uploads: 0, sizes: [] });
    expect(await kept(ofCopy)).toEqual({ uploads: 0, sizes: [size] });
    const { headers } = await world.call(getFileContent, ofCopy);
    const range = `bytes=${partSize - 1}-${partSize}`;
    const read = await fetch(headers.get('location') ?? '', { headers: { range } });
    expect(Buffer.from(await read.arrayBuffer())).toEqual(Buffer.from([1, 2]));
    expect((await bodyOf(world.call(getFileUsage, { as }))).bytes).toBe(size);
  });

  it('takes nothing but what was said of a part', async () => {
    const call = await announced();
    const { links } = await linksFor(call, 1, 7);
    const [first, last] = links;
    if (!first || !last) throw new Error('There are no links');
    const otherContent = Buffer.from(contentOf(1));
    otherContent[0] = 0;
    expect(await uploadPart(first, otherContent)).toMatchObject({ code: 'BadDigest' });
    const stated = { ...first.headers, 'x-amz-checksum-sha256': toBase64(sha256(otherContent)) };
    expect(await uploadPart({ ...first, headers: stated }, otherContent)).toMatchObject({
      code: 'SignatureDoesNotMatch',
    });
    const { 'x-amz-checksum-sha256': _, ...unstated } = first.headers;
    expect(await uploadPart({ ...first, headers: unstated }, contentOf(1))).toMatchObject({
      code: 'SignatureDoesNotMatch',
    });
    expect(await uploadPart(last, contentOf(7).subarray(1))).toMatchObject({
      code: 'SignatureDoesNotMatch',
    });
    expect(await uploadPart(last, contentOf(1))).toMatchObject({ code: 'SignatureDoesNotMatch' });
    const asOther = { ...last, url: last.url.replace('partNumber=7', 'partNumber=6') };
    expect(await uploadPart(asOther, contentOf(7))).toMatchObject({
      code: 'SignatureDoesNotMatch',
    });
    expect((await linksFor(call)).uploaded).toEqual([]);
    await world.advance(uploadSeconds + 1);
    expect(await uploadPart(last, contentOf(7))).toMatchObject({ code: 'AccessDenied' });
  });

  it('has as many parts as its size says', async () => {
    const call = await announced();
    const parts = [{ ...stated(1), partNumber: 8 }];
    const answer = await world.call(uploadParts, { ...call, body: { parts } });
    expect(answer).toBeProblem('request.invalid');
    expect(answer.body).toMatchObject({
      errors: [{ path: 'body.parts.0.partNumber', message: 'must be at most 7' }],
    });
  });

  it('is begun once, whoever begins it at the same time', async () => {
    const call = await announced();
    const nameIn = ({ links: [link] }: UploadPartsView) =>
      new URL(link?.url ?? '').searchParams.get('uploadId');
    let other: string | null = null;
    stack.fronts.faults.add({
      kind: 'delay',
      operation: 'CreateMultipartUpload',
      meanwhile: async () => {
        other = nameIn(await linksFor(call, 2));
      },
    });
    expect(nameIn(await linksFor(call, 1))).toBe(other);
    expect(await kept(call)).toEqual({ uploads: 2, sizes: [] });
  });

  it.each([
    ['it is deleted', (call: FileCall) => world.call(deleteFile, call)],
    [
      'its time is over',
      async () => {
        await world.advance(longestWaitHours * 3600 + 60);
        await world.runTask('expire-files');
      },
    ],
  ])('leaves nothing when %s', async (_, end) => {
    const call = await announced();
    // An upload that S3 has begun and nobody knows of.
    stack.fronts.faults.add({ kind: 'lost_reply', operation: 'CreateMultipartUpload' });
    await send(call, 7);
    expect(await kept(call)).toEqual({ uploads: 2, sizes: [] });
    await end(call);
    await world.drain();
    expect(await kept(call)).toEqual({ uploads: 0, sizes: [] });
  });

  it('is refused when it does not begin as its type does', async () => {
    const call = await announced('application/pdf');
    await send(call, ...numbers);
    expect(await world.call(completeFile, call)).toBeProblem('files.content_refused');
    await world.drain();
    expect(await kept(call)).toEqual({ uploads: 0, sizes: [] });
  });

  it('is complete in the end, whatever breaks while it is put together', async () => {
    const call = await announced();
    await send(call, ...numbers);
    const [everyAttempt, functionId] = [3, completeFile.id];
    for (const fault of [
      { operation: 'ListParts', kind: 'error', count: everyAttempt },
      { operation: 'CompleteMultipartUpload', kind: 'error', count: everyAttempt },
      { operation: 'CompleteMultipartUpload', kind: 'kill_after' },
      { operation: 'GetObject', kind: 'lost_reply', count: everyAttempt },
      { operation: 'TransactWriteItems', kind: 'kill_before' },
    ] as const) {
      stack.fronts.faults.add({ ...fault, functionId });
      expect(await world.call(completeFile, call)).toHaveStatus(503);
      stack.fronts.faults.clear();
    }
    expect(await bodyOf(world.call(completeFile, call))).toMatchObject({ status: 'ready' });
    await world.drain();
    expect(await kept(call)).toEqual({ uploads: 0, sizes: [size] });
  });

  it('is complete though a part comes once more while it is put together', async () => {
    const call = await announced();
    await send(call, ...numbers);
    stack.fronts.faults.add({
      kind: 'delay',
      operation: 'ListParts',
      functionId: completeFile.id,
      meanwhile: () => send(call, 7),
    });
    expect(await world.call(completeFile, call)).toHaveStatus(200);
  });

  it('leaves nothing when it is deleted while it is put together', async () => {
    const call = await announced();
    await send(call, ...numbers);
    stack.fronts.faults.add({
      kind: 'delay',
      service: 's3',
      operation: 'CompleteMultipartUpload',
      functionId: completeFile.id,
      meanwhile: async () => {
        await world.call(deleteFile, call);
        await world.drain();
      },
    });
    expect(await world.call(completeFile, call)).toBeProblem('files.file_not_found');
    await world.drain();
    expect(await kept(call)).toEqual({ uploads: 0, sizes: [] });
  });

  it('is announced without a checksum of the whole', async () => {
    const body = { name: 'a', contentType: 'video/mp4', size, sha256: sha256(contentOf(1)) };
    const answer = await world.call(createFile, { as, body });
    expect(answer).toBeProblem('request.invalid');
    expect(answer.body).toMatchObject({ errors: [{ path: 'body.sha256' }] });
  });
});
