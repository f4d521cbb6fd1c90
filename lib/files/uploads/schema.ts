import * as z from 'zod';
import { timestamp } from '../../schema/time.ts';
import { announcedFile, partsToUpload, sha256 } from '../library/schema.ts';

/** Bytes. A larger content comes in parts. */
export const largestForm = 100 * 1024 * 1024;

/** Parts that are signed at once. */
const mostLinks = 100;

export const createFileInput = announcedFile.refine(
  ({ size, sha256: whole }) => size <= largestForm || whole === undefined,
  {
    path: ['sha256'],
    message: `must be left out above ${largestForm} bytes, where each part has its own`,
  },
);

export type CreateFileInput = z.output<typeof createFileInput>;
const partNumber = z.int().min(1);

export const signPartsInput = z.strictObject({
  parts: z
    .array(z.strictObject({ partNumber, sha256 }))
    .max(mostLinks)
    .default([])
    .meta({ description: 'Parts to get links for' }),
});

export type SignPartsInput = z.output<typeof signPartsInput>;

/** How far an upload in parts has come, and links for parts that are to come. */
export const uploadPartsView = z
  .object({
    ...partsToUpload,
    uploaded: z.array(z.object({ partNumber, sha256 })),
    links: z.array(
      z.object({
        partNumber,
        size: z.int().meta({ description: 'Bytes of the part, exactly' }),
        url: z.string(),
        headers: z.record(z.string(), z.string()),
      }),
    ),
    linksExpireAt: timestamp,
  })
  .meta({ id: 'UploadParts' });

export type UploadPartsView = z.input<typeof uploadPartsView>;
