import { checksumNames, compareChecksums, statedChecksums } from './checksums.ts';
import { answer, type BucketExchange, headerOf } from './exchange.ts';
import { type FormBody, withForm } from './form-body.ts';
import { refuseLongKey } from './keys.ts';
import { describedBy } from './object-headers.ts';
import { checksumHeaders } from './objects.ts';
import { enforcePolicy } from './policy.ts';
import { largestUpload, receive } from './receive.ts';
import { invalidArgument, tooSmall } from './refusal.ts';
import { authenticatePolicy } from './signature.ts';
import { type ObjectRecord, segmentOf } from './store.ts';
import { writeXml } from './xml.ts';

/**
 * An upload by a form: who signed its policy allows exactly what the policy says.
 *
 * @throws S3Refusal
 */
export const postObject = (exchange: BucketExchange, stackNow: Date): Promise<void> =>
  withForm(headerOf(exchange, 'content-type'), exchange.request, (form) =>
    takeForm(exchange, form, stackNow),
  );

async function takeForm(exchange: BucketExchange, form: FormBody, stackNow: Date): Promise<void> {
  const { store, bucket } = exchange;
  const { fields } = form;
  authenticatePolicy(fields);
  const key = (fields.get('key') ?? '').replace(/\$\{filename\}/g, () => form.fileName);
  if (key === '') throw invalidArgument("Bucket POST must contain a field named 'key'");
  refuseLongKey(key);
  const judged = new Map([...fields, ['bucket', bucket.name] as const, ['key', key] as const]);
  const range = enforcePolicy(fields.get('policy') ?? '', judged, stackNow);
  const given = Object.fromEntries(fields);
  const described = describedBy(given);
  const stated = statedChecksums(given);
  const content = await receive(store, bucket, form.file, {
    algorithms: checksumNames.filter((name) => stated[name] !== undefined),
    most: Math.min(range.most ?? largestUpload, largestUpload),
  });
  const record: ObjectRecord = {
    key,
    segments: [segmentOf(content)],
    size: content.size,
    etag: `"${content.md5}"`,
    lastModified: new Date().toISOString(),
    ...described,
    checksums: stated,
    tags: [],
  };
  try {
    if (content.size < range.least) throw tooSmall(content.size, range.least);
    compareChecksums(stated, content.checksums);
  } catch (error) {
    await store.discard(bucket, record.segments);
    throw error;
  }
  await store.alone(bucket, key, () => store.putObject(bucket, record));
  answerPost(exchange, record, fields);
}

function answerPost(
  exchange: BucketExchange,
  { key, etag, checksums }: ObjectRecord,
  fields: ReadonlyMap<string, string>,
): void {
  const { bucket } = exchange;
  const location = `/${bucket.name}/${encodeURIComponent(key)}`;
  const headers = { etag, location, ...checksumHeaders(checksums) };
  const redirect = fields.get('success_action_redirect');
  if (redirect !== undefined && URL.canParse(redirect)) {
    const target = new URL(redirect);
    for (const [name, value] of Object.entries({ bucket: bucket.name, key, etag })) {
      target.searchParams.set(name, value);
    }
    answer(exchange, 303, { ...headers, location: target.href });
    return;
  }
  const status = fields.get('success_action_status');
  if (status !== '201') {
    answer(exchange, status === '200' ? 200 : 204, headers);
    return;
  }
  const xml = writeXml(
    'PostResponse',
    { Location: location, Bucket: bucket.name, Key: key, ETag: etag },
    false,
  );
  answer(exchange, 201, { ...headers, 'content-type': 'application/xml' }, xml);
}
