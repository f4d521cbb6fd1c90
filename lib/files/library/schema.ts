import * as z from 'zod';
import { id } from '../../schema/ids.ts';
import { ruled } from '../../schema/rule.ts';
import { text } from '../../schema/text.ts';
import { timestamp } from '../../schema/time.ts';
import { mediaType, normalMediaType } from './content-types.ts';
import { imageRefusals, type RenditionSize } from './image.ts';

/** Bytes. S3 copies no more at once. */
const largestFile = 5 * 1024 ** 3;

export const visibility = z.enum(['private', 'company', 'public']);

const status = z.enum(['pending', 'ready', 'failed']);

const contentType = z
  .string()
  .max(255)
  .regex(mediaType, 'must be a media type')
  .transform(normalMediaType)
  .meta({
    description: 'Media type by RFC 9110; kept in lower case, but for values of parameters',
  });

/**
 * Names and folders stand in headers and addresses, each byte by three characters or five: with 255
 * letters of any script these stay below the 8 KB that gateways and S3 take.
 */
const mostNameBytes = 1024;

export const fileName = text({ min: 1, max: 255, maxBytes: mostNameBytes, isName: true }).refine(
  (name) => !/[/\\]/.test(name) && name !== '.' && name !== '..',
  ruled('pattern', 'must not contain slashes'),
);

/** `''` is the root. */
export const folder = text({ max: 255, maxBytes: mostNameBytes, isName: true }).refine(
  (path) => path === '' || path.split('/').every((part) => part !== '' && !/^\.\.?$/.test(part)),
  ruled('pattern', 'must be names parted by single slashes'),
);

export const sha256 = z
  .string()
  .regex(/^[\da-f]{64}$/, 'must be a SHA-256 in lower-case hexadecimal');

/** What is said of a file before its content comes. */
export const announcedFile = z.strictObject({
  name: fileName.meta({ example: '회의록.pdf' }),
  contentType: contentType.meta({ example: 'application/pdf' }),
  size: z.int().min(0).max(largestFile).meta({ description: 'Bytes' }),
  sha256: sha256.optional(),
  companyId: id('company').optional(),
  folder: folder.default(''),
  visibility: visibility.default('private'),
});

export const updateFileInput = z
  .strictObject({
    name: fileName.optional(),
    folder: folder.optional(),
    visibility: visibility.optional(),
  })
  .meta({ minProperties: 1 });

export type UpdateFileInput = z.output<typeof updateFileInput>;

/** As a query says it. */
export const renditionSize = z
  .enum(['64', '256', '1024'])
  .transform((size) => Number(size) as RenditionSize)
  .meta({ description: 'Longest edge in pixels; a picture is never enlarged' });

/** What the worker has made of a picture. */
const imageView = z
  .object({
    state: z.enum(['pending', 'ready', 'failed']),
    /** Of a failed one: it has too many bytes or pixels, or is not what it says. */
    reason: z.enum(imageRefusals).optional(),
    /** Pixels, upright; of a ready one. */
    width: z.int().optional(),
    height: z.int().optional(),
  })
  .meta({ id: 'Image' });

export type ImageView = z.input<typeof imageView>;

export const fileView = z
  .object({
    id: id('file'),
    name: z.string(),
    contentType: z.string(),
    size: z.int(),
    sha256: z.string().optional(),
    folder: z.string(),
    visibility,
    companyId: id('company').optional(),
    status,
    image: imageView.optional(),
    createdAt: timestamp,
    version: z.int(),
  })
  .meta({ id: 'File' });

export type FileView = z.input<typeof fileView>;

const uploadForm = z
  .object({
    type: z.literal('form'),
    url: z.string(),
    fields: z.record(z.string(), z.string()),
  })
  .meta({
    id: 'UploadForm',
    description: 'A form: send its fields first, the content last, as `file`',
  });

export const partsToUpload = {
  partSize: z.int().meta({ description: 'Bytes of each part but the last' }),
  partCount: z.int(),
};

/** A file and how its content is uploaded. */
export const createdFileView = fileView
  .extend({
    upload: z.discriminatedUnion('type', [
      uploadForm,
      z.object({ type: z.literal('parts'), ...partsToUpload }).meta({
        id: 'UploadInParts',
        description: 'Of a larger content: `POST /v1/files/{fileId}/parts` goes on',
      }),
    ]),
  })
  .meta({ id: 'CreatedFile' });

export type CreatedFileView = z.input<typeof createdFileView>;

export const fileUsageView = z
  .object({ bytes: z.int(), files: z.int(), quotaBytes: z.int() })
  .meta({ id: 'FileUsage' });

export type FileUsageView = z.input<typeof fileUsageView>;

/** Whose files are asked for. */
export const ownerQuery = z.strictObject({
  companyId: id('company')
    .optional()
    .meta({ description: 'A company that you are a member of; your own files without it' }),
});

export type OwnerQuery = z.output<typeof ownerQuery>;

export const listFilesQuery = ownerQuery.extend({ folder: folder.optional() });

export type ListFilesQuery = z.output<typeof listFilesQuery>;
