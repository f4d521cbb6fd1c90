import * as z from 'zod';
import {
  copyFileInput,
  createdFileView,
  createFileInput,
  exampleFileId,
  fileUsageView,
  fileView,
  listFilesQuery,
  renditionSize,
  updateFileInput,
} from '../../lib/files/schema.ts';
import { defineRoute } from '../../lib/http/route.ts';
import { id } from '../../lib/schema/ids.ts';
import { pageOf } from '../../lib/schema/page.ts';

const reads = { scopes: ['files:read'] } as const;
const writes = { scopes: ['files:write'] } as const;

const fileParams = z.strictObject({ fileId: id('file') });
const exampleParams = { fileId: exampleFileId };

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
  summary: 'Announce a file and get the form to upload it by',
  description:
    'Send the fields of `upload` and then the content, as `file`, to its URL within an hour; storage takes exactly the announced size, type and checksum. Then complete the file. What is not completed within a day is forgotten.',
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

export const completeFile = defineRoute({
  id: 'files.completeFile',
  method: 'POST',
  path: '/v1/files/{fileId}/complete',
  summary: 'Have the content looked at that was uploaded',
  description:
    'Checks size, checksum and how the content begins. From then on nothing can replace it. A content that is refused is removed.',
  auth: writes,
  params: fileParams,
  responses: { 200: fileView },
  errors: [
    'files.file_not_found',
    'files.file_forbidden',
    'files.not_uploaded',
    'files.content_refused',
  ],
  examples: { params: exampleParams, response: exampleFile },
  needs: {
    dynamodb: ['GetItem', 'UpdateItem', 'DeleteItem'],
    objects: { uploads: ['GetObject'], files: ['PutObject'] },
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

export const getFileContent = defineRoute({
  id: 'files.getFileContent',
  method: 'GET',
  path: '/v1/files/{fileId}/content',
  summary: 'Be led to the content of a file',
  description:
    'The link is good for five minutes, and takes `Range`. Pictures are shown, all else is kept. With `size` it leads to a picture as WebP, upright and without metadata; so it does for who sees the picture in a post alone, and names the post.',
  auth: 'optional',
  params: fileParams,
  query: z.strictObject({
    size: renditionSize.optional(),
    post: id('post')
      .optional()
      .meta({ description: 'A post with the picture; the `url` that the post tells names it' }),
  }),
  responses: { 302: { description: 'The content is at `Location`.' } },
  errors: ['files.file_not_found', 'files.not_ready', 'files.not_an_image', 'files.image_refused'],
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
  description: 'The copy is private unless told, and goes on without the original.',
  auth: writes,
  params: fileParams,
  body: copyFileInput,
  idempotent: true,
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
    response: { ...exampleFile, name: '회의록 (2).pdf', version: 1 },
  },
  needs: {
    dynamodb: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
    objects: { files: ['GetObject', 'PutObject'] },
  },
});
