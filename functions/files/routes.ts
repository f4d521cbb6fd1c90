import * as z from 'zod';
import { copyFileInput } from '../../lib/files/copies/schema.ts';
import {
  createdFileView,
  exampleFileId,
  fileUsageView,
  fileView,
  listFilesQuery,
  renditionSize,
  updateFileInput,
} from '../../lib/files/library/schema.ts';
import {
  createFileInput,
  largestForm,
  signPartsInput,
  uploadPartsView,
} from '../../lib/files/uploads/schema.ts';
import { defineRoute, type RateLimit } from '../../lib/http/route.ts';
import { exampleTakedown, takedownInput } from '../../lib/moderation/schema.ts';
import { id } from '../../lib/schema/ids.ts';
import { pageOf } from '../../lib/schema/page.ts';

const reads = { scopes: ['files:read'] } as const;
const writes = { scopes: ['files:write'] } as const;

const fileParams = z.strictObject({ fileId: id('file') });
const exampleParams = { fileId: exampleFileId };

/** Each has storage copy a content, which may be large. */
const copiesOfContents = (perMinute: number): RateLimit => ({
  name: 'account',
  by: 'account',
  perMinute,
  burst: perMinute,
});

const exampleFile = {
  id: exampleFileId,
  name: '회의록.pdf',
  contentType: 'application/pdf',
  size: 52_301,
  folder: 'minutes',
  visibility: 'private',
  status: 'ready',
  createdAt: '2026-11-21T09:00:00.000Z',
  version: 2,
};

export const createFile = defineRoute({
  id: 'files.createFile',
  method: 'POST',
  path: '/v1/files',
  summary: 'Announce a file and learn how to upload it',
  description: `Send the fields of \`upload\` and then the content, as \`file\`, to its URL within an hour; storage takes exactly the announced size, type and checksum. A content above ${largestForm} bytes comes in parts: \`upload\` says how many. Then complete the file. What is not completed within a day is forgotten.`,
  auth: writes,
  body: createFileInput,
  idempotent: true,
  responses: { 201: createdFileView },
  location: '/v1/files/{id}',
  errors: ['files.company_not_found', 'files.company_required', 'files.quota_exceeded'],
  examples: {
    body: {
      name: '회의록.pdf',
      contentType: 'application/pdf',
      size: 52_301,
      folder: 'minutes',
      visibility: 'private',
    },
    response: {
      ...exampleFile,
      status: 'pending',
      version: 1,
      upload: {
        url: 'https://files.example.com',
        fields: { key: `uploads/${exampleFileId}`, 'Content-Type': 'application/pdf' },
      },
    },
  },
  needs: { dynamodb: ['PutItem', 'UpdateItem'], objects: { uploads: ['PutObject'] } },
});

export const uploadParts = defineRoute({
  id: 'files.uploadParts',
  method: 'POST',
  path: '/v1/files/{fileId}/parts',
  summary: 'Begin an upload in parts, or go on with it',
  description:
    'Tells which parts have arrived, and gives a link for each part that is asked for: `PUT` the bytes of the part there within an hour, with the headers of the link; storage takes exactly its size and SHA-256. Parts may come in any order, many at once, and again; an upload that broke off goes on by asking for what is missing or has another SHA-256. Where storage refuses a link as expired, ask for another.',
  auth: writes,
  params: fileParams,
  body: signPartsInput,
  responses: { 200: uploadPartsView },
  errors: [
    'files.file_not_found',
    'files.file_forbidden',
    'files.not_in_parts',
    'files.upload_ended',
    'files.content_refused',
  ],
  examples: {
    params: exampleParams,
    body: {
      parts: [
        {
          partNumber: 2,
          sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        },
      ],
    },
    response: {
      partSize: 16_777_216,
      partCount: 7,
      uploaded: [
        {
          partNumber: 1,
          sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
        },
      ],
      links: [
        {
          partNumber: 2,
          size: 16_777_216,
          url: `https://files.example.com/files/${exampleFileId}/assembled?partNumber=2`,
          headers: { 'x-amz-checksum-sha256': 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=' },
        },
      ],
      linksExpireAt: '2026-11-21T10:00:00.000Z',
    },
  },
  needs: {
    dynamodb: ['GetItem', 'UpdateItem'],
    objects: { files: ['PutObject', 'ListMultipartUploadParts'] },
  },
});

export const completeFile = defineRoute({
  id: 'files.completeFile',
  method: 'POST',
  path: '/v1/files/{fileId}/complete',
  summary: 'Have the content looked at that was uploaded',
  description:
    'Checks size, checksum and how the content begins; puts the parts together first, where it came in parts. From then on nothing can replace it. A content that is refused is removed.',
  auth: writes,
  params: fileParams,
  rateLimits: [copiesOfContents(120)],
  responses: { 200: fileView },
  errors: [
    'files.file_not_found',
    'files.file_forbidden',
    'files.not_uploaded',
    'files.not_ready',
    'files.content_refused',
  ],
  examples: { params: exampleParams, response: exampleFile },
  needs: {
    dynamodb: ['GetItem', 'UpdateItem', 'DeleteItem'],
    objects: {
      uploads: ['GetObject'],
      files: ['GetObject', 'PutObject', 'ListMultipartUploadParts'],
    },
  },
});

export const listFiles = defineRoute({
  id: 'files.listFiles',
  method: 'GET',
  path: '/v1/files',
  summary: 'List your files, all or those in a folder',
  auth: reads,
  query: listFilesQuery,
  paginated: true,
  responses: { 200: pageOf(fileView) },
  errors: [],
  examples: { query: { folder: 'minutes' }, response: { items: [exampleFile], nextCursor: null } },
  needs: { indexes: ['gsi1', 'gsi2'] },
});

export const getFileUsage = defineRoute({
  id: 'files.getFileUsage',
  method: 'GET',
  path: '/v1/files/usage',
  summary: 'Read what your files take, and may take',
  auth: reads,
  responses: { 200: fileUsageView },
  errors: [],
  examples: { response: { bytes: 52_301, files: 1, quotaBytes: 10_737_418_240 } },
  needs: { dynamodb: ['GetItem'] },
});

export const getFile = defineRoute({
  id: 'files.getFile',
  method: 'GET',
  path: '/v1/files/{fileId}',
  summary: 'Read what is known of a file',
  auth: reads,
  params: fileParams,
  responses: { 200: fileView },
  errors: ['files.file_not_found'],
  examples: { params: exampleParams, response: exampleFile },
  needs: { dynamodb: ['GetItem'] },
});

export const updateFile = defineRoute({
  id: 'files.updateFile',
  method: 'PATCH',
  path: '/v1/files/{fileId}',
  summary: 'Rename, move or share a file',
  auth: writes,
  params: fileParams,
  body: updateFileInput,
  ifMatch: true,
  idempotent: true,
  responses: { 200: fileView },
  errors: ['files.file_not_found', 'files.file_forbidden', 'files.company_required'],
  examples: {
    params: exampleParams,
    body: { folder: 'archive' },
    response: { ...exampleFile, folder: 'archive', version: 3 },
  },
  needs: { dynamodb: ['GetItem', 'UpdateItem'] },
});

export const deleteFile = defineRoute({
  id: 'files.deleteFile',
  method: 'DELETE',
  path: '/v1/files/{fileId}',
  summary: 'Delete a file and its content',
  auth: writes,
  params: fileParams,
  responses: { 204: { description: 'The file is deleted.' } },
  errors: ['files.file_not_found', 'files.file_forbidden'],
  examples: { params: exampleParams },
  needs: { dynamodb: ['GetItem', 'UpdateItem', 'DeleteItem'] },
});

export const takeDownFile = defineRoute({
  id: 'files.takeDownFile',
  method: 'DELETE',
  path: '/v1/admin/files/{fileId}',
  summary: 'Take down a file of anybody',
  description:
    'It is gone, with its content, as if its owner had deleted it; posts and profiles that show it lose it within seconds. The owner is told in the inbox, with the reason and without your name; the audit keeps both.',
  auth: { role: 'admin' },
  params: fileParams,
  body: takedownInput,
  responses: { 204: { description: 'The file is taken down.' } },
  errors: ['files.file_not_found'],
  examples: { params: exampleParams, body: exampleTakedown },
  needs: { dynamodb: ['GetItem', 'UpdateItem', 'DeleteItem', 'PutItem'] },
});

export const getFileContent = defineRoute({
  id: 'files.getFileContent',
  method: 'GET',
  path: '/v1/files/{fileId}/content',
  alsoHead: { description: 'The content is there: its type, its name, and its length if known.' },
  summary: 'Be led to the content of a file',
  description:
    'The link is good for five minutes, and takes `Range`. Without `size` it leads to the original, with all the metadata in it, as an attachment. With `size` it leads to a picture as WebP, upright and without metadata, which browsers show; so it does for who sees the picture in a post alone, and names the post. What is not public takes the scope `files:read`.',
  auth: 'optional',
  params: fileParams,
  query: z.strictObject({
    size: renditionSize.optional(),
    post: id('post')
      .optional()
      .meta({ description: 'A post with the picture; the `url` that the post tells names it' }),
  }),
  responses: { 302: { description: 'The content is at `Location`.' } },
  errors: [
    'auth.scope_missing',
    'files.file_not_found',
    'files.not_ready',
    'files.not_an_image',
    'files.image_refused',
  ],
  examples: { params: exampleParams },
  needs: {
    dynamodb: ['GetItem', 'BatchGetItem'],
    objects: { files: ['GetObject'], renditions: ['GetObject'] },
  },
});

export const copyFile = defineRoute({
  id: 'files.copyFile',
  method: 'POST',
  path: '/v1/files/{fileId}/copy',
  summary: 'Copy a file that you may see into your own',
  description: `The copy is private unless told, and goes on without the original. What is not public takes the scope \`files:read\` as well. One above ${largestForm} bytes is \`pending\` until its content is there.`,
  auth: writes,
  params: fileParams,
  body: copyFileInput,
  idempotent: true,
  rateLimits: [copiesOfContents(60)],
  responses: { 201: fileView },
  location: '/v1/files/{id}',
  errors: [
    'files.file_not_found',
    'files.not_ready',
    'files.quota_exceeded',
    'files.company_required',
  ],
  examples: {
    params: exampleParams,
    body: { name: '회의록 (2).pdf' },
    response: { ...exampleFile, name: '회의록 (2).pdf' },
  },
  needs: {
    dynamodb: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
    objects: { files: ['GetObject', 'PutObject'] },
  },
});
