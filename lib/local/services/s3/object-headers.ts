import type { Exchange } from './exchange.ts';
import { invalidRequest, S3Refusal } from './refusal.ts';

/** What comes back with an object as it was given. */
const keptHeaders = [
  'content-type',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
] as const;

const metadataPrefix = 'x-amz-meta-';
const largestMetadata = 2048;

type Given = Readonly<Record<string, string | string[] | undefined>>;

/** What a sender says of an object beside its bytes, by headers or form fields. */
export function describedBy(given: Given): {
  headers: Record<string, string>;
  metadata: Record<string, string>;
} {
  const headers: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  for (const name of keptHeaders) {
    const value = given[name];
    if (value !== undefined && value !== '') headers[name] = String(value);
  }
  // How the body travels is no part of how it is encoded.
  const encodings = (headers['content-encoding'] ?? '')
    .split(',')
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== '' && encoding !== 'aws-chunked');
  if (encodings.length > 0) headers['content-encoding'] = encodings.join(',');
  else delete headers['content-encoding'];
  const metadata = Object.fromEntries(
    Object.entries(given)
      .filter(([name]) => name.startsWith(metadataPrefix))
      .map(([name, value]) => [name.slice(metadataPrefix.length), String(value)]),
  );
  const size = Object.entries(metadata).reduce(
    (sum, [name, value]) => sum + name.length + Buffer.byteLength(value),
    0,
  );
  if (size > largestMetadata) {
    throw new S3Refusal(
      400,
      'MetadataTooLarge',
      'Your metadata headers exceed the maximum allowed metadata size',
    );
  }
  return { headers, metadata };
}

export const metadataHeaders = (metadata: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(metadata).map(([name, value]) => [`${metadataPrefix}${name}`, value]),
  );

const overridable: Readonly<Record<string, string>> = {
  'response-content-type': 'content-type',
  'response-cache-control': 'cache-control',
  'response-content-disposition': 'content-disposition',
  'response-content-encoding': 'content-encoding',
  'response-content-language': 'content-language',
  'response-expires': 'expires',
};

/** Headers of the answer that the query asks for. */
export function overridesIn({ signed }: Pick<Exchange, 'signed'>): Record<string, string> {
  const overrides = [...signed.query].flatMap(([name, value]) => {
    const header = overridable[name];
    return header ? [[header, value] as const] : [];
  });
  // A header can hold no more; S3 refuses the rest alike.
  if (overrides.some(([, value]) => /[^\t\x20-\x7e\x80-\xff]/.test(value))) {
    throw invalidRequest('A response header cannot hold this value.');
  }
  return Object.fromEntries(overrides);
}
