import { invalidRequest, S3Refusal } from './refusal.ts';

const incomplete = () =>
  new S3Refusal(
    400,
    'IncompleteBody',
    'The request body terminated unexpectedly, or its chunks are malformed',
  );

const longestLine = 8192;

/**
 * Takes the framing off an `aws-chunked` body whose chunks are not signed, as the SDK streams it.
 *
 * @param onTrailer told each trailer, its name in lower case, once the last chunk has been read
 * @throws S3Refusal IncompleteBody
 */
export async function* unchunked(
  body: AsyncIterable<Buffer>,
  decodedLength: number,
  onTrailer: (name: string, value: string) => void,
): AsyncGenerator<Buffer> {
  const source = body[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  let length = 0;

  const more = async (): Promise<boolean> => {
    const { value, done } = await source.next();
    if (done) return false;
    rest = rest.length === 0 ? value : Buffer.concat([rest, value]);
    return true;
  };
  const line = async (): Promise<string> => {
    let end = rest.indexOf('\r\n');
    while (end < 0) {
      if (rest.length > longestLine || !(await more())) throw incomplete();
      end = rest.indexOf('\r\n');
    }
    const text = rest.toString('utf8', 0, end);
    rest = rest.subarray(end + 2);
    return text;
  };

  for (;;) {
    const head = await line();
    const size = /^[\da-f]{1,8}(;|$)/i.test(head) ? Number.parseInt(head, 16) : undefined;
    if (size === undefined) throw incomplete();
    if (size === 0) break;
    let missing = size;
    while (missing > 0) {
      if (rest.length === 0 && !(await more())) throw incomplete();
      const bytes = rest.subarray(0, missing);
      rest = rest.subarray(bytes.length);
      missing -= bytes.length;
      length += bytes.length;
      yield bytes;
    }
    if ((await line()) !== '') throw incomplete();
  }
  for (let text = await line(); text !== ''; text = await line()) {
    const at = text.indexOf(':');
    if (at < 1) throw incomplete();
    onTrailer(text.slice(0, at).trim().toLowerCase(), text.slice(at + 1).trim());
  }
  if (length !== decodedLength) {
    throw invalidRequest('The body is not as long as x-amz-decoded-content-length says.');
  }
}
