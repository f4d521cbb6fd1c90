import { compressed } from '../../http/compressed.ts';
import type { Reply } from '../../http/reply.ts';
import { type Headers, readOpenApi } from './docs.ts';

/** Answers the OpenAPI document. */
export async function getOpenapi(headers: Headers): Promise<Reply<200, string | Uint8Array>> {
  return compressed(await readOpenApi(), headers, {
    'cache-control': 'public, max-age=60',
  });
}
