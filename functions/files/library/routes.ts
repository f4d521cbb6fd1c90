import { keyBoundToCompany } from '../../../lib/auth/errors.ts';
import { companyNotFound } from '../../../lib/companies/errors.ts';
import { companyRequired, fileNotFound } from '../../../lib/files/errors.ts';
import {
  fileUsageView,
  fileView,
  listFilesQuery,
  ownerQuery,
  updateFileInput,
} from '../../../lib/files/library/schema.ts';
import { defineRoute } from '../../../lib/http/route.ts';
import { exampleTakedown, takedownInput } from '../../../lib/moderation/schema.ts';
import { pageOf } from '../../../lib/schema/page.ts';
import { changeErrors, exampleFile, exampleParams, fileParams, reads, writes } from '../shared.ts';

export const listFiles = defineRoute({
  id: 'files.listFiles',
  method: 'GET',
  path: '/v1/files',
  summary: 'List your files, or those of a company',
  description:
    'The newest first. Of a company’s files you get those that you may see: private ones only if you made them or are an admin.',
  auth: reads,
  query: listFilesQuery,
  paginated: true,
  responses: { 200: pageOf(fileView) },
  errors: [companyNotFound, keyBoundToCompany],
  examples: { query: { folder: 'minutes' }, response: { items: [exampleFile], nextCursor: null } },
  needs: { dynamodb: ['GetItem'], indexes: ['gsi1', 'gsi2'] },
});

export const getFileUsage = defineRoute({
  id: 'files.getFileUsage',
  method: 'GET',
  path: '/v1/files/usage',
  summary: 'Get your storage usage and quota, or those of a company',
  auth: reads,
  query: ownerQuery,
  responses: { 200: fileUsageView },
  errors: [companyNotFound, keyBoundToCompany],
  examples: { response: { bytes: 52301, files: 1, quotaBytes: 10737418240 } },
  needs: { dynamodb: ['GetItem'] },
});

export const getFile = defineRoute({
  id: 'files.getFile',
  method: 'GET',
  path: '/v1/files/{fileId}',
  summary: 'Get the metadata of a file',
  auth: reads,
  params: fileParams,
  responses: { 200: fileView },
  errors: [fileNotFound, keyBoundToCompany],
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
  errors: [...changeErrors, companyRequired],
  examples: {
    params: exampleParams,
    body: { folder: 'archive' },
    response: { ...exampleFile, folder: 'archive', version: 3 },
  },
  needs: { dynamodb: ['GetItem', 'BatchGetItem', 'UpdateItem'] },
});

export const deleteFile = defineRoute({
  id: 'files.deleteFile',
  method: 'DELETE',
  path: '/v1/files/{fileId}',
  summary: 'Delete a file',
  auth: writes,
  params: fileParams,
  responses: { 204: { description: 'The file is deleted.' } },
  errors: changeErrors,
  examples: { params: exampleParams },
  needs: { dynamodb: ['GetItem', 'BatchGetItem', 'UpdateItem', 'DeleteItem'] },
});

export const takeDownFile = defineRoute({
  id: 'files.takeDownFile',
  method: 'DELETE',
  path: '/v1/admin/files/{fileId}',
  summary: 'Take down a file as an administrator',
  description:
    'It is gone, with its content, as if its owner had deleted it; posts and profiles that show it lose it within seconds. Who made it is told in the inbox, with the reason and without your name; the audit keeps both.',
  auth: { role: 'admin' },
  params: fileParams,
  body: takedownInput,
  responses: { 204: { description: 'The file is taken down.' } },
  errors: [fileNotFound],
  examples: { params: exampleParams, body: exampleTakedown },
  needs: { dynamodb: ['GetItem', 'UpdateItem', 'DeleteItem', 'PutItem'] },
});
