import * as z from 'zod';
import type { RateLimit } from '../../lib/http/route.ts';
import { exampleId, id } from '../../lib/schema/ids.ts';

export const writes = { scopes: ['files:write'] } as const;

export const fileParams = z.strictObject({ fileId: id('file') });

export const exampleParams = { fileId: exampleId('file') };

/** Each has storage copy a content, which may be large. */
export const copiesOfContents = (perMinute: number): RateLimit => ({
  name: 'account',
  by: 'account',
  perMinute,
  burst: perMinute,
});

export const exampleFile = {
  id: exampleId('file'),
  name: '회의록.pdf',
  contentType: 'application/pdf',
  size: 52_301,
  folder: 'minutes',
  visibility: 'private',
  status: 'ready',
  createdAt: '2026-11-21T09:00:00.000Z',
  version: 2,
};
