import type { Readable } from 'node:stream';
import { S3Refusal } from './refusal.ts';

/** A form as far as S3 reads it: the fields before the file, and the file. */
export interface FormBody {
  /** By name in lower case. */
  fields: Map<string, string>;
  fileName: string;
  /** Ends with the file; what follows it is not read. */
  file: AsyncIterable<Buffer>;
}

/** Gives what `work` makes of a body in parts, and lets go of what it did not read of it. */
async function readingOf<Result>(
  body: Readable,
  work: (parts: AsyncIterator<Buffer>) => Promise<Result>,
): Promise<Result> {
  // One that is not let go stands in the way of whoever reads on, for ever.
  const parts = body.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  try {
    return await work(parts);
  } finally {
    await parts.return?.();
  }
}

const largestFields = 20_480;

const malformed = (message: string) => new S3Refusal(400, 'MalformedPOSTRequest', message);

/**
 * Reads `multipart/form-data` up to its file, and the file as it arrives, while `work` does.
 *
 * @throws S3Refusal MalformedPOSTRequest, or MaxPostPreDataLengthExceededError
 */
export const withForm = <Result>(
  contentType: string,
  body: Readable,
  work: (form: FormBody) => Promise<Result>,
): Promise<Result> => readingOf(body, async (source) => work(await readForm(contentType, source)));

async function readForm(contentType: string, source: AsyncIterator<Buffer>): Promise<FormBody> {
  const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (!boundary) throw malformed('The body has no boundary');
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  // As if a part went before: the first delimiter then looks like the others.
  let rest: Buffer = Buffer.from('\r\n');
  let taken = 0;

  const more = async (): Promise<boolean> => {
    const { value, done } = await source.next();
    if (done) return false;
    taken += value.length;
    rest = Buffer.concat([rest, value]);
    return true;
  };
  const upTo = async (mark: Buffer | string): Promise<Buffer> => {
    let at = rest.indexOf(mark);
    while (at < 0) {
      if (taken > largestFields) {
        throw new S3Refusal(
          400,
          'MaxPostPreDataLengthExceeded',
          'Your POST request fields preceding the upload file were too large.',
        );
      }
      if (!(await more())) throw malformed('The body of your POST request is not well-formed.');
      at = rest.indexOf(mark);
    }
    const before = rest.subarray(0, at);
    rest = rest.subarray(at + mark.length);
    return before;
  };

  async function* file(): AsyncGenerator<Buffer> {
    for (;;) {
      const end = rest.indexOf(delimiter);
      if (end >= 0) {
        yield rest.subarray(0, end);
        return;
      }
      // A delimiter may have begun at the end of what is here.
      const safe = Math.max(0, rest.length - delimiter.length);
      if (safe > 0) yield rest.subarray(0, safe);
      rest = rest.subarray(safe);
      if (!(await more())) throw malformed('The body of your POST request is not well-formed.');
    }
  }

  const fields = new Map<string, string>();
  await upTo(delimiter);
  for (;;) {
    const afterDelimiter = await upTo('\r\n');
    if (afterDelimiter.toString().startsWith('--')) {
      throw new S3Refusal(
        400,
        'InvalidArgument',
        'POST requires exactly one file upload per request.',
      );
    }
    const head = (await upTo('\r\n\r\n')).toString('utf8');
    const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? '';
    const name = parameterOf(disposition, 'name');
    if (name === undefined) throw malformed('A part of the form has no name');
    if (name.toLowerCase() === 'file') {
      return { fields, fileName: parameterOf(disposition, 'filename') ?? '', file: file() };
    }
    fields.set(name.toLowerCase(), (await upTo(delimiter)).toString('utf8'));
  }
}

function parameterOf(disposition: string, name: string): string | undefined {
  const [, value] = new RegExp(`;\\s*${name}="((?:[^"\\\\]|\\\\.)*)"`, 'i').exec(disposition) ?? [];
  return value?.replace(/\\(.)/g, '$1').replaceAll('%22', '"');
}
