import { copyFileInput } from '../../../lib/files/copies/schema.ts';
import { fileNotFound, notReady } from '../../../lib/files/errors.ts';
import { fileView } from '../../../lib/files/library/schema.ts';
import { largestForm } from '../../../lib/files/uploads/schema.ts';
import { defineRoute } from '../../../lib/http/route.ts';
import {
  copiesOfContents,
  creationErrors,
  exampleFile,
  exampleParams,
  fileParams,
  writes,
} from '../shared.ts';

export const copyFile = defineRoute({
  id: 'files.copyFile',
  method: 'POST',
  path: '/v1/files/{fileId}/copy',
  summary: 'Copy a file',
  description: `The copy is your own, or with \`companyId\` a file of a company that you add files to. It is private unless \`visibility\` says otherwise, and does not depend on the original. Copying a file that is not public also requires the scope \`files:read\`. A copy above ${largestForm} bytes is \`pending\` until its content is there.`,
  auth: writes,
  params: fileParams,
  body: copyFileInput,
  idempotent: true,
  rateLimits: [copiesOfContents(60)],
  responses: { 201: fileView },
  location: '/v1/files/{id}',
  errors: [fileNotFound, notReady, ...creationErrors],
  examples: {
    params: exampleParams,
    body: { name: '회의록 (2).pdf' },
    response: { ...exampleFile, name: '회의록 (2).pdf' },
  },
  needs: {
    dynamodb: [
      'GetItem',
      'BatchGetItem',
      'PutItem',
      'UpdateItem',
      'DeleteItem',
      'ConditionCheckItem',
    ],
    objects: { files: ['GetObject', 'PutObject'] },
  },
});
