import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Reply } from './reply.ts';

const compress = promisify(gzip);

/** Answers `body` compressed by gzip when the client takes it. */
export async function compressed(
  body: string | Uint8Array,
  requestHeaders: Readonly<Record<string, string | undefined>>,
  headers: Record<string, string>,
): Promise<Reply<200, string | Uint8Array>> {
  const vary = { ...headers, vary: 'accept-encoding' };
  if (!acceptsGzip(requestHeaders['accept-encoding'])) return new Reply(200, body, vary);
  return new Reply(200, await compress(body), { ...vary, 'content-encoding': 'gzip' });
}

/** RFC 9110, 12.5.3: a coding with `q=0` is refused. */
function acceptsGzip(acceptEncoding = ''): boolean {
  return acceptEncoding
    .toLowerCase()
    .split(',')
    .some((entry) => /^\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*$)[\d.]+\s*)?$/.test(entry));
}
