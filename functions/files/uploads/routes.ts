import {
  contentRefused,
  notInParts,
  notReady,
  notUploaded,
  uploadEnded,
} from '../../../lib/files/errors.ts';
import { createdFileView, fileView } from '../../../lib/files/library/schema.ts';
import {
  createFileInput,
  largestForm,
  signPartsInput,
  uploadPartsView,
} from '../../../lib/files/uploads/schema.ts';
import { defineRoute } from '../../../lib/http/route.ts';
import { exampleId } from '../../../lib/schema/ids.ts';
import {
  changeErrors,
  copiesOfContents,
  creationErrors,
  exampleFile,
  exampleParams,
  fileParams,
  writes,
} from '../shared.ts';

export const createFile = defineRoute({
  id: 'files.createFile',
  method: 'POST',
  path: '/v1/files',
  summary: 'Create a file and start its upload',
  description: `Send the fields of \`upload\` and then the content, as \`file\`, to its URL within an hour; storage takes exactly the announced size, type and checksum. A content above ${largestForm} bytes comes in parts: \`upload\` says how many. Then complete the file. What is not completed within a day is forgotten. With \`companyId\` it is a file of that company, takes room there, and \`visibility: company\` shows it to all members, \`private\` to you and the admins.`,
  auth: writes,
  body: createFileInput,
  idempotent: true,
  responses: { 201: createdFileView },
  location: '/v1/files/{id}',
  errors: creationErrors,
  examples: {
    body: {
      name: '회의록.pdf',
      contentType: 'application/pdf',
      size: 52301,
      folder: 'minutes',
      visibility: 'private',
    },
    response: {
      ...exampleFile,
      status: 'pending',
      version: 1,
      upload: {
        type: 'form',
        url: 'https://files.example.com',
        fields: { key: `uploads/${exampleId('file')}`, 'Content-Type': 'application/pdf' },
      },
    },
  },
  needs: {
    dynamodb: ['BatchGetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
    objects: { uploads: ['PutObject'] },
  },
});

export const uploadParts = defineRoute({
  id: 'files.uploadParts',
  method: 'POST',
  path: '/v1/files/{fileId}/parts',
  summary: 'Upload a file in parts (multipart upload)',
  description:
    'Tells which parts have arrived, and gives a link for each part that is asked for: `PUT` the bytes of the part there within an hour, with the headers of the link; storage takes exactly its size and SHA-256. Parts may come in any order, many at once, and again; an upload that broke off goes on by asking for what is missing or has another SHA-256. Where storage refuses a link as expired, ask for another.',
  auth: writes,
  params: fileParams,
  body: signPartsInput,
  responses: { 200: uploadPartsView },
  errors: [...changeErrors, notInParts, uploadEnded, contentRefused],
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
      partSize: 16777216,
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
          size: 16777216,
          url: `https://files.example.com/files/${exampleId('file')}/assembled?partNumber=2`,
          headers: { 'x-amz-checksum-sha256': 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=' },
        },
      ],
      linksExpireAt: '2026-11-21T10:00:00.000Z',
    },
  },
  needs: {
    dynamodb: ['GetItem', 'BatchGetItem', 'UpdateItem'],
    objects: { files: ['PutObject', 'ListMultipartUploadParts'] },
  },
});

export const completeFile = defineRoute({
  id: 'files.completeFile',
  method: 'POST',
  path: '/v1/files/{fileId}/complete',
  summary: 'Complete an upload',
  description:
    'Checks size, checksum and how the content begins; puts the parts together first, where it came in parts. From then on nothing can replace it. A content that is refused is removed.',
  auth: writes,
  params: fileParams,
  rateLimits: [copiesOfContents(120)],
  responses: { 200: fileView },
  errors: [...changeErrors, notUploaded, notReady, contentRefused],
  examples: { params: exampleParams, response: exampleFile },
  needs: {
    dynamodb: ['GetItem', 'BatchGetItem', 'UpdateItem', 'DeleteItem'],
    objects: {
      uploads: ['GetObject'],
      files: ['GetObject', 'PutObject', 'ListMultipartUploadParts'],
    },
  },
});
