import * as z from 'zod';
import { keyBoundToCompany } from '../../../lib/auth/errors.ts';
import { logoNotFound } from '../../../lib/companies/errors.ts';
import { uploadLogoInput } from '../../../lib/companies/logo/schema.ts';
import {
  contentRefused,
  fileForbidden,
  fileNotFound,
  imageRefused,
  notAnImage,
  notUploaded,
  quotaExceeded,
} from '../../../lib/files/errors.ts';
import { createdFileView } from '../../../lib/files/library/schema.ts';
import { pictureQuery, pictureStatusView } from '../../../lib/files/pictures/schema.ts';
import { defineRoute } from '../../../lib/http/route.ts';
import { exampleId, id } from '../../../lib/schema/ids.ts';
import { companyParams, exampleCompanyParams, writesAs } from '../shared.ts';

const exampleLogoId = exampleId('file');

export const uploadLogo = defineRoute({
  id: 'companies.uploadLogo',
  method: 'POST',
  path: '/v1/companies/{companyId}/logo',
  summary: 'Upload a logo',
  description:
    'Upload it as a file of `POST /v1/files`, then make it the logo by PUT, which completes it, too. It takes room of the company, and is for this alone: it goes when another logo takes its place, and a day later when it was never shown.',
  auth: writesAs('admin'),
  params: companyParams,
  body: uploadLogoInput,
  idempotent: true,
  responses: { 201: createdFileView },
  location: '/v1/files/{id}',
  errors: [quotaExceeded],
  examples: {
    params: exampleCompanyParams,
    body: { name: 'logo.png', contentType: 'image/png', size: 52301 },
    response: {
      id: exampleLogoId,
      name: 'logo.png',
      contentType: 'image/png',
      size: 52301,
      folder: '',
      visibility: 'private',
      companyId: exampleCompanyParams.companyId,
      status: 'pending',
      createdAt: '2026-11-21T09:00:00.000Z',
      version: 1,
      upload: {
        type: 'form',
        url: 'https://files.example.com',
        fields: { key: `uploads/${exampleLogoId}`, 'Content-Type': 'image/png' },
      },
    },
  },
  needs: {
    dynamodb: ['PutItem', 'UpdateItem', 'ConditionCheckItem'],
    objects: { uploads: ['PutObject'] },
  },
});

export const setLogo = defineRoute({
  id: 'companies.setLogo',
  method: 'PUT',
  path: '/v1/companies/{companyId}/logo',
  summary: 'Set the logo of a company',
  description:
    'A file of the company, or one of your own. A worker turns it upright, strips what it tells beside its pixels and makes WebP of it in three sizes. Until then what was there before shows; `image` of the file tells when nothing can be made of it.',
  auth: writesAs('admin'),
  params: companyParams,
  body: z.strictObject({ fileId: id('file') }),
  responses: { 202: pictureStatusView },
  errors: [
    keyBoundToCompany,
    fileNotFound,
    fileForbidden,
    notAnImage,
    notUploaded,
    contentRefused,
    imageRefused,
  ],
  examples: {
    params: exampleCompanyParams,
    body: { fileId: exampleLogoId },
    response: { status: 'pending' },
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
    objects: { uploads: ['GetObject'], files: ['PutObject'] },
  },
});

export const removeLogo = defineRoute({
  id: 'companies.removeLogo',
  method: 'DELETE',
  path: '/v1/companies/{companyId}/logo',
  summary: 'Remove the logo of a company',
  auth: writesAs('admin'),
  params: companyParams,
  responses: { 204: { description: 'There is no logo.' } },
  errors: [],
  examples: { params: exampleCompanyParams },
  needs: { dynamodb: ['UpdateItem'] },
});

export const getLogo = defineRoute({
  id: 'companies.getLogo',
  method: 'GET',
  path: '/v1/companies/{companyId}/logo',
  summary: 'Download the logo of a company',
  auth: 'public',
  params: companyParams,
  query: pictureQuery,
  responses: { 302: { description: 'The logo is at `Location`.' } },
  errors: [logoNotFound],
  examples: { params: exampleCompanyParams, query: { size: '256' } },
  needs: { dynamodb: ['BatchGetItem'], objects: { renditions: ['GetObject'] } },
});
