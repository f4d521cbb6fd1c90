import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  ListPartsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectTaggingCommand,
  S3Client,
  type S3ClientConfig,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { config } from '../../lib/config.ts';
import { ensureBucket } from '../../lib/local/bucket.ts';
import { stackTimeHeader } from '../../lib/local/services/s3/stack-time.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import { refusalOf } from './refusal.ts';

/*
 * What S3 refuses must be refused here too, and what it verifies must be verified: the store is our
 * own. From the S3 user guide and API reference (2006-03-01).
 *
 * What differs and stays so: one pair of keys may do everything, access by function is judged in front
 * of the service, and there are no versions, no virtual hosts and no events.
 */

const Bucket = config.bucketName;
const folder = `canary-${randomUUID()}`;
const pageOrigin = 'https://app.moa.example';
const otherOrigin = 'https://elsewhere.example';

const sha256 = (content: string) => createHash('sha256').update(content).digest('base64');
const etagOf = (content: string | Buffer) => `"${createHash('md5').update(content).digest('hex')}"`;

const clientWith = (more: S3ClientConfig = {}) =>
  new S3Client({
    region: config.region,
    forcePathStyle: true,
    maxAttempts: 1,
    ...(config.endpoints.s3 && { endpoint: config.endpoints.s3 }),
    ...more,
  });

describeInProcess('S3', () => {
  let client: S3Client;
  let keys = 0;
  const newKey = () => {
    keys += 1;
    return `${folder}/${keys}`;
  };

  beforeAll(async () => {
    client = clientWith();
    await ensureBucket(client, Bucket, [pageOrigin]);
  });

  afterAll(() => client.destroy());

  async function put(Body: string, more: Partial<PutObjectCommandInput> = {}): Promise<string> {
    const Key = newKey();
    await client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
    return Key;
  }

  const read = async (Key: string, more: object = {}) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, ...more }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  };

  const exists = async (Key: string) => {
    const call = client.send(new HeadObjectCommand({ Bucket, Key }));
    return call.then(
      () => true,
      () => false,
    );
  };

  describe('keeps objects', () => {
    it('as they came, with what was said of them', async () => {
      const Key = `${folder}/a b+c ü&.txt`;
      const put = await client.send(
        new PutObjectCommand({
          Bucket,
          Key,
          Body: '안녕',
          ContentType: 'text/plain',
          CacheControl: 'no-store',
          Metadata: { owner: 'kim' },
        }),
      );
      expect(put.ETag).toBe(etagOf('안녕'));
      const got = await client.send(new GetObjectCommand({ Bucket, Key }));
      expect(got).toMatchObject({
        ContentType: 'text/plain',
        CacheControl: 'no-store',
        Metadata: { owner: 'kim' },
        ContentLength: Buffer.byteLength('안녕'),
        ETag: etagOf('안녕'),
      });
      expect(await got.Body?.transformToString()).toBe('안녕');
    });

    it('from streams, without their framing', async () => {
      const Key = newKey();
      const content = randomBytes(200_000);
      const Body = Readable.from([content.subarray(0, 70_000), content.subarray(70_000)]);
      await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentLength: content.length }));
      expect((await read(Key)).equals(content)).toBe(true);
      const head = await client.send(new HeadObjectCommand({ Bucket, Key }));
      expect(head.ContentEncoding ?? '').not.toMatch('aws-chunked');
    });

    it('and gives parts of them', async () => {
      const Key = await put('0123456789');
      expect(String(await read(Key, { Range: 'bytes=2-4' }))).toBe('234');
      expect(String(await read(Key, { Range: 'bytes=7-' }))).toBe('789');
      expect(String(await read(Key, { Range: 'bytes=-3' }))).toBe('789');
      const { ContentRange, $metadata } = await client.send(
        new GetObjectCommand({ Bucket, Key, Range: 'bytes=8-99' }),
      );
      expect([ContentRange, $metadata.httpStatusCode]).toEqual(['bytes 8-9/10', 206]);
    });

    it('and lists them by page, prefix and folder', async () => {
      const prefix = `${folder}/list/`;
      const names = ['a/1', 'a/2', 'b/1', 'c', '가'];
      for (const name of names) {
        await client.send(new PutObjectCommand({ Bucket, Key: `${prefix}${name}`, Body: name }));
      }
      const seen: (string | undefined)[] = [];
      let ContinuationToken: string | undefined;
      do {
        const page: ListObjectsV2CommandOutput = await client.send(
          new ListObjectsV2Command({ Bucket, Prefix: prefix, MaxKeys: 2, ContinuationToken }),
        );
        seen.push(...(page.Contents ?? []).map(({ Key }) => Key?.slice(prefix.length)));
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
      expect(seen).toEqual(names);
      const { CommonPrefixes = [], Contents = [] } = await client.send(
        new ListObjectsV2Command({ Bucket, Prefix: prefix, Delimiter: '/' }),
      );
      expect(CommonPrefixes.map(({ Prefix }) => Prefix)).toEqual([`${prefix}a/`, `${prefix}b/`]);
      expect(Contents).toHaveLength(2);
    });

    it('until they are deleted, which may be repeated', async () => {
      const [one, two] = [await put('1'), await put('2')];
      await client.send(new DeleteObjectCommand({ Bucket, Key: one }));
      await client.send(new DeleteObjectCommand({ Bucket, Key: one }));
      const { Deleted = [] } = await client.send(
        new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: one }, { Key: two }] } }),
      );
      expect(Deleted).toHaveLength(2);
      expect([await exists(one), await exists(two)]).toEqual([false, false]);
    });

    it('in copies of their own, with a checksum that it computes', async () => {
      const source = await put('copied', { ContentType: 'text/plain' });
      const Key = newKey();
      const { CopyObjectResult } = await client.send(
        new CopyObjectCommand({
          Bucket,
          Key,
          CopySource: `${Bucket}/${source}`,
          MetadataDirective: 'REPLACE',
          ContentType: 'text/html',
          ChecksumAlgorithm: 'SHA256',
        }),
      );
      expect(CopyObjectResult?.ChecksumSHA256).toBe(sha256('copied'));
      await client.send(new DeleteObjectCommand({ Bucket, Key: source }));
      expect(String(await read(Key))).toBe('copied');
      const head = await client.send(new HeadObjectCommand({ Bucket, Key }));
      expect(head.ContentType).toBe('text/html');
    });

    it('with tags beside them', async () => {
      const Key = await put('tagged');
      const TagSet = [{ Key: 'kind', Value: 'a & b' }];
      await client.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } }));
      const tagging = await client.send(new GetObjectTaggingCommand({ Bucket, Key }));
      expect(tagging.TagSet).toEqual(TagSet);
      expect(String(await read(Key))).toBe('tagged');
    });

    it('whole, whoever writes at the same time', async () => {
      const Key = newKey();
      const contents = Array.from({ length: 8 }, () => randomBytes(50_000));
      await Promise.all(
        contents.map((Body) => client.send(new PutObjectCommand({ Bucket, Key, Body }))),
      );
      const kept = await read(Key);
      expect(contents.some((content) => content.equals(kept))).toBe(true);
    });
  });

  describe('makes objects of parts', () => {
    const begin = async (Key: string) => {
      const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
      return { Bucket, Key, UploadId };
    };
    const large = randomBytes(5 * 1024 * 1024);

    it('that are listed before and joined in the end', async () => {
      const upload = await begin(newKey());
      const bodies = [large, Buffer.from('end')];
      const Parts = await Promise.all(
        bodies.map(async (Body, index) => {
          const part = { ...upload, PartNumber: index + 1, Body };
          const { ETag } = await client.send(new UploadPartCommand(part));
          return { PartNumber: index + 1, ETag };
        }),
      );
      const listed = await client.send(new ListPartsCommand(upload));
      expect(listed.Parts?.map(({ Size }) => Size)).toEqual([large.length, 3]);
      const { ETag } = await client.send(
        new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }),
      );
      expect(ETag).toMatch(/^"[\da-f]{32}-2"$/);
      expect((await read(upload.Key)).equals(Buffer.concat(bodies))).toBe(true);
      const tail = await read(upload.Key, { Range: `bytes=${large.length - 1}-` });
      expect(tail.equals(Buffer.concat([large.subarray(-1), Buffer.from('end')]))).toBe(true);
    });

    it('but not of what it has not got', async () => {
      const upload = await begin(newKey());
      const { ETag } = await client.send(
        new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'small' }),
      );
      const second = await client.send(
        new UploadPartCommand({ ...upload, PartNumber: 2, Body: 'small' }),
      );
      const complete = (Parts: { PartNumber: number; ETag: string | undefined }[]) =>
        refusalOf(
          client.send(
            new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }),
          ),
        );
      const [one, two] = [
        { PartNumber: 1, ETag },
        { PartNumber: 2, ETag: second.ETag },
      ];
      expect(await complete([{ PartNumber: 3, ETag }])).toMatchObject({ name: 'InvalidPart' });
      expect(await complete([two, one])).toMatchObject({ name: 'InvalidPartOrder' });
      expect(await complete([one, two])).toMatchObject({ name: 'EntityTooSmall' });
      expect(await exists(upload.Key)).toBe(false);
    });

    it('with the checksums that were said of them, of parts and of the whole', async () => {
      const Key = newKey();
      const { UploadId } = await client.send(
        new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: 'SHA256' }),
      );
      const part = { Bucket, Key, UploadId, PartNumber: 1, Body: 'small' };
      expect(await refusalOf(client.send(new UploadPartCommand(part)))).toMatchObject({
        name: 'InvalidRequest',
        status: 400,
      });
      const ChecksumSHA256 = sha256('small');
      const { ETag } = await client.send(new UploadPartCommand({ ...part, ChecksumSHA256 }));
      const { Parts } = await client.send(new ListPartsCommand({ Bucket, Key, UploadId }));
      expect(Parts).toMatchObject([{ PartNumber: 1, ChecksumSHA256 }]);
      const complete = (MpuObjectSize: number) =>
        client.send(
          new CompleteMultipartUploadCommand({
            Bucket,
            Key,
            UploadId,
            MpuObjectSize,
            MultipartUpload: { Parts: [{ PartNumber: 1, ETag, ChecksumSHA256 }] },
          }),
        );
      expect(await refusalOf(complete(6))).toMatchObject({ name: 'InvalidRequest', status: 400 });
      const { ChecksumSHA256: composite } = await complete(5);
      const ofParts = createHash('sha256').update(Buffer.from(ChecksumSHA256, 'base64'));
      expect(composite).toBe(`${ofParts.digest('base64')}-1`);
    });

    it('that are ranges of another object', async () => {
      const [source, Key] = [newKey(), newKey()];
      await client.send(new PutObjectCommand({ Bucket, Key: source, Body: 'one, two, three' }));
      const { UploadId } = await client.send(
        new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: 'SHA256' }),
      );
      const copy = (CopySource: string, CopySourceRange: string) =>
        client.send(
          new UploadPartCopyCommand({
            Bucket,
            Key,
            UploadId,
            PartNumber: 1,
            CopySource: `${Bucket}/${CopySource}`,
            CopySourceRange,
          }),
        );
      expect(await refusalOf(copy(source, 'bytes=5-15'))).toMatchObject({
        name: 'InvalidArgument',
        status: 400,
      });
      expect(await refusalOf(copy(newKey(), 'bytes=5-7'))).toMatchObject({ name: 'NoSuchKey' });
      const { CopyPartResult } = await copy(source, 'bytes=5-7');
      expect(CopyPartResult).toMatchObject({ ETag: etagOf('two'), ChecksumSHA256: sha256('two') });
      const Parts = [{ PartNumber: 1, ...CopyPartResult }];
      await client.send(
        new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
      );
      expect((await read(Key)).toString()).toBe('two');
    });

    it('unless they are given up', async () => {
      const upload = await begin(newKey());
      await client.send(new AbortMultipartUploadCommand(upload));
      const part = new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'late' });
      expect(await refusalOf(client.send(part))).toMatchObject({
        name: 'NoSuchUpload',
        status: 404,
      });
    });
  });

  describe('refuses', () => {
    const missing = () => ({ Bucket, Key: newKey() });

    it.each<[what: string, name: string, status: number, call: () => Promise<unknown>]>([
      ['a missing object', 'NoSuchKey', 404, () => client.send(new GetObjectCommand(missing()))],
      [
        'to describe a missing object',
        'NotFound',
        404,
        () => client.send(new HeadObjectCommand(missing())),
      ],
      [
        'a missing bucket',
        'NotFound',
        404,
        () => client.send(new HeadBucketCommand({ Bucket: 'moa-there-is-none' })),
      ],
      [
        'a key that is too long',
        'KeyTooLongError',
        400,
        () => client.send(new PutObjectCommand({ Bucket, Key: 'k'.repeat(1025), Body: 'x' })),
      ],
      [
        'another content than its MD5',
        'BadDigest',
        400,
        () => put('one', { ContentMD5: createHash('md5').update('other').digest('base64') }),
      ],
      [
        'another content than its SHA-256',
        'BadDigest',
        400,
        () => put('one', { ChecksumSHA256: sha256('other') }),
      ],
      [
        'another content than its CRC32C',
        'BadDigest',
        400,
        () => put('one', { ChecksumCRC32C: 'AAAAAA==' }),
      ],
      [
        'to create what exists',
        'PreconditionFailed',
        412,
        async () => {
          const Key = await put('first');
          return client.send(
            new PutObjectCommand({ Bucket, Key, Body: 'second', IfNoneMatch: '*' }),
          );
        },
      ],
      [
        'to replace what has changed',
        'PreconditionFailed',
        412,
        async () => {
          const Key = await put('first');
          const IfMatch = etagOf('before');
          return client.send(new PutObjectCommand({ Bucket, Key, Body: 'second', IfMatch }));
        },
      ],
      [
        'to copy what has changed',
        'PreconditionFailed',
        412,
        async () =>
          client.send(
            new CopyObjectCommand({
              Bucket,
              Key: newKey(),
              CopySource: `${Bucket}/${await put('first')}`,
              CopySourceIfMatch: etagOf('before'),
            }),
          ),
      ],
      [
        'a range beyond the end',
        'InvalidRange',
        416,
        async () => read(await put('short'), { Range: 'bytes=10-20' }),
      ],
      [
        'what is not there to be used',
        'NotImplemented',
        501,
        () =>
          client.send(
            new PutBucketVersioningCommand({
              Bucket,
              VersioningConfiguration: { Status: 'Enabled' },
            }),
          ),
      ],
    ])('%s', async (_, name, status, call) => {
      expect(await refusalOf(call())).toMatchObject({ name, status });
    });

    it('all but one of many that create the same object', async () => {
      const Key = newKey();
      const outcomes = await Promise.allSettled(
        Array.from({ length: 10 }, (_, index) =>
          client.send(new PutObjectCommand({ Bucket, Key, Body: String(index), IfNoneMatch: '*' })),
        ),
      );
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it('who does not know the secret', async () => {
      const stranger = clientWith({
        credentials: { accessKeyId: 'local', secretAccessKey: 'guess' },
      });
      const nobody = clientWith({ credentials: { accessKeyId: 'none', secretAccessKey: 'local' } });
      const command = () => new GetObjectCommand(missing());
      expect(await refusalOf(stranger.send(command()))).toMatchObject({
        name: 'SignatureDoesNotMatch',
        status: 403,
      });
      expect(await refusalOf(nobody.send(command()))).toMatchObject({
        name: 'InvalidAccessKeyId',
        status: 403,
      });
      const Key = await put('private');
      expect((await fetch(`${config.endpoints.s3}/${Bucket}/${Key}`)).status).toBe(403);
    });

    it('whose clock is far off', async () => {
      const late = clientWith({ systemClockOffset: -16 * 60_000 });
      // Else the SDK corrects its clock by the answer, and nobody has learnt anything.
      const refused = await refusalOf(late.send(new GetObjectCommand(missing())));
      expect(refused).toMatchObject({ name: 'RequestTimeTooSkewed', status: 403 });
    });
  });

  it('answers conditions on reads', async () => {
    const Key = await put('same');
    const seen = new GetObjectCommand({ Bucket, Key, IfNoneMatch: etagOf('same') });
    expect(await refusalOf(client.send(seen))).toMatchObject({ status: 304 });
    const other = new GetObjectCommand({ Bucket, Key, IfMatch: etagOf('other') });
    expect(await refusalOf(client.send(other))).toMatchObject({ status: 412 });
  });

  describe('lets in by a link', () => {
    const linkTo = (command: GetObjectCommand, expiresIn = 60, signingDate = new Date()) =>
      getSignedUrl(client, command, { expiresIn, signingDate });

    it('who reads what it names, by the name that it says', async () => {
      const Key = await put('linked');
      const ResponseContentDisposition = `attachment; filename*=UTF-8''%ED%95%9C.txt`;
      const url = await linkTo(new GetObjectCommand({ Bucket, Key, ResponseContentDisposition }));
      const answer = await fetch(url, { headers: { range: 'bytes=0-3' } });
      expect(answer.status).toBe(206);
      expect(answer.headers.get('content-disposition')).toBe(ResponseContentDisposition);
      expect(await answer.text()).toBe('link');
    });

    it('but nobody by another link, or after its time', async () => {
      const Key = await put('linked');
      const other = await put('other');
      const url = await linkTo(new GetObjectCommand({ Bucket, Key }));
      const statusOf = async (link: string, headers = {}) =>
        (await fetch(link, { headers })).status;
      expect(await statusOf(url)).toBe(200);
      expect(await statusOf(url.replace(Key, other))).toBe(403);
      expect(await statusOf(url.replace('X-Amz-Expires=60', 'X-Amz-Expires=600'))).toBe(403);
      expect(await statusOf(`${url}&response-content-type=text%2Fhtml`)).toBe(403);
      const anHourAgo = new Date(Date.now() - 3_600_000);
      const old = await linkTo(new GetObjectCommand({ Bucket, Key }), 60, anHourAgo);
      expect(await statusOf(old)).toBe(403);
      const inAMinute = new Date(Date.now() + 61_000).toISOString();
      expect(await statusOf(url, { [stackTimeHeader]: inAMinute })).toBe(403);
    });

    it('who writes what it names, of the type and length that it says', async () => {
      const Key = newKey();
      const command = new PutObjectCommand({
        Bucket,
        Key,
        ContentType: 'image/png',
        ContentLength: 3,
      });
      const signed = new Set(['content-type', 'content-length']);
      const url = await getSignedUrl(client, command, { expiresIn: 60, signableHeaders: signed });
      const send = async (body: string, type: string) =>
        (await fetch(url, { method: 'PUT', body, headers: { 'content-type': type } })).status;
      expect(await send('abc', 'text/html')).toBe(403);
      expect(await send('abcd', 'image/png')).toBe(403);
      expect(await exists(Key)).toBe(false);
      expect(await send('abc', 'image/png')).toBe(200);
    });
  });

  describe('lets in by a form', () => {
    type Policy = Partial<PresignedPostOptions>;

    const formFor = (Key: string, more: Policy = {}) =>
      createPresignedPost(client, {
        Bucket,
        Key,
        Expires: 60,
        Conditions: [['content-length-range', 5, 5]],
        Fields: { 'Content-Type': 'image/png' },
        ...more,
      });

    async function send(
      { url, fields }: { url: string; fields: Record<string, string> },
      content: string,
      more: Record<string, string> = {},
      headers: Record<string, string> = {},
    ) {
      const form = new FormData();
      for (const [name, value] of Object.entries({ ...fields, ...more })) form.append(name, value);
      form.append('file', new Blob([content], { type: 'text/html' }), 'name.png');
      const answer = await fetch(url, { method: 'POST', body: form, headers });
      const code = /<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1];
      return { status: answer.status, code };
    }

    it('exactly what its policy says', async () => {
      const Key = newKey();
      expect(await send(await formFor(Key), '12345')).toMatchObject({ status: 204 });
      expect(String(await read(Key))).toBe('12345');
      const head = await client.send(new HeadObjectCommand({ Bucket, Key }));
      expect(head.ContentType).toBe('image/png');
    });

    it('a large file, as it comes', async () => {
      const Key = newKey();
      const size = 20 * 1024 * 1024;
      const form = await formFor(Key, { Conditions: [['content-length-range', size, size]] });
      expect(await send(form, 'x'.repeat(size))).toMatchObject({ status: 204 });
      const head = await client.send(new HeadObjectCommand({ Bucket, Key }));
      expect(head.ContentLength).toBe(size);
    });

    it.each<
      [
        what: string,
        code: string,
        sent: {
          content?: string;
          fields?: Record<string, string>;
          policy?: Policy;
          later?: number;
        },
      ]
    >([
      ['one byte more', 'EntityTooLarge', { content: '123456' }],
      ['one byte less', 'EntityTooSmall', { content: '1234' }],
      ['another type', 'AccessDenied', { fields: { 'Content-Type': 'text/html' } }],
      ['another key', 'AccessDenied', { fields: { key: `${folder}/mine` } }],
      ['what it does not speak of', 'AccessDenied', { fields: { acl: 'public-read' } }],
      [
        'another policy under its signature',
        'SignatureDoesNotMatch',
        {
          fields: {
            Policy: Buffer.from('{"expiration":"2099-01-01T00:00:00Z","conditions":[]}').toString(
              'base64',
            ),
          },
        },
      ],
      [
        'another content than its SHA-256',
        'BadDigest',
        {
          content: 'other',
          policy: {
            Fields: { 'Content-Type': 'image/png', 'x-amz-checksum-sha256': sha256('12345') },
          },
        },
      ],
      ['anything after its time', 'AccessDenied', { later: 61_000 }],
    ])('but not %s', async (_, code, { content = '12345', fields, policy, later = 0 }) => {
      const Key = newKey();
      const time = new Date(Date.now() + later).toISOString();
      const answer = await send(await formFor(Key, policy), content, fields, {
        [stackTimeHeader]: time,
      });
      expect(answer.code).toBe(code);
      expect(answer.status).toBe(code === 'AccessDenied' || code.startsWith('Sig') ? 403 : 400);
      expect(await exists(Key)).toBe(false);
    });
  });

  it('lets pages of the allowed origins in, and no others', async () => {
    const preflight = (origin: string) =>
      fetch(`${config.endpoints.s3}/${Bucket}`, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type',
        },
      });
    const allowed = await preflight(pageOrigin);
    expect(allowed.status).toBe(200);
    expect(allowed.headers.get('access-control-allow-origin')).toBe(pageOrigin);
    const refused = await preflight(otherOrigin);
    expect(refused.status).toBe(403);
    expect(refused.headers.get('access-control-allow-origin')).toBeNull();
    const Key = await put('seen');
    const url = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key }));
    // What a browser says after a redirection by the API.
    const answer = await fetch(url, { headers: { origin: 'null' } });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-expose-headers')).toMatch(/etag/i);
  });
});
