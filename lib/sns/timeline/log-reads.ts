import { one } from '../../model/read.ts';
import { AuthorLogs, chunkName, headChunk } from './author-logs.entity.ts';
import type { Chunk } from './log-chunks.ts';

export const chunkRead = (authorId: string, chunk: Chunk) =>
  one(AuthorLogs, { authorId, chunk: chunk === 'head' ? headChunk : chunkName(chunk) });
