import * as z from 'zod';
import { keyBoundToCompany, scopeMissing } from '../../../lib/auth/errors.ts';
import { fileNotFound, imageRefused, notAnImage, notReady } from '../../../lib/files/errors.ts';
import { renditionSize } from '../../../lib/files/library/schema.ts';
import { defineRoute } from '../../../lib/http/route.ts';
import { id } from '../../../lib/schema/ids.ts';
import { exampleParams, fileParams } from '../shared.ts';

export const getFileContent = defineRoute({
  id: 'files.getFileContent',
  method: 'GET',
  path: '/v1/files/{fileId}/content',
  alsoHead: { description: 'The content is there: its type, its name, and its length if known.' },
  summary: 'Download a file',
  description:
    'Redirects to a signed URL, valid for five minutes, which supports `Range`. Without `size`: the original as an attachment, with its metadata. With `size`: a rendition of the image as WebP, upright and without metadata, shown inline. Whoever sees an image only through a post names the post in `post`. Files that are not public require the scope `files:read`.',
  auth: 'optional',
  params: fileParams,
  query: z.strictObject({
    size: renditionSize.optional(),
    post: id('post')
      .optional()
      .meta({ description: 'A post with the picture; the `url` that the post tells names it' }),
  }),
  responses: { 302: { description: 'The content is at `Location`.' } },
  errors: [scopeMissing, keyBoundToCompany, fileNotFound, notReady, notAnImage, imageRefused],
  examples: { params: exampleParams },
  needs: {
    dynamodb: ['GetItem', 'BatchGetItem'],
    objects: { files: ['GetObject'], renditions: ['GetObject'] },
  },
});
