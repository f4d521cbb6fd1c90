import * as z from 'zod';
import { invalidRequest } from '../../../lib/errors/request-errors.ts';
import { defineRoute } from '../../../lib/http/route.ts';
import { assetNotFound, errorCodeNotFound } from '../../../lib/platform/errors.ts';
import { html } from '../shared.ts';

const openApiFile = 'functions/platform/openapi.generated.json';

export const getOpenapi = defineRoute({
  id: 'platform.getOpenapi',
  method: 'GET',
  path: '/openapi.json',
  alsoHead: true,
  summary: 'Download the OpenAPI document',
  auth: 'public',
  responses: { 200: { description: 'The OpenAPI document', contentType: 'application/json' } },
  errors: [],
  examples: {},
  needs: {},
  files: [openApiFile],
});

export const getDocs = defineRoute({
  id: 'platform.getDocs',
  method: 'GET',
  path: '/docs',
  alsoHead: true,
  summary: 'Browse the API reference and try out calls',
  auth: 'public',
  responses: { 200: { description: 'A page', contentType: html } },
  errors: [],
  examples: {},
  needs: {},
});

export const getDocsAsset = defineRoute({
  id: 'platform.getDocsAsset',
  method: 'GET',
  path: '/docs/assets/{file}',
  summary: 'Download an asset of the documentation',
  auth: 'public',
  params: z.strictObject({
    file: z.string().min(1).max(64).meta({ description: 'Name of the file' }),
  }),
  query: z.strictObject({
    v: z.string().min(1).max(64).optional().meta({
      description: 'Build that the page came from; with it the answer can be kept for ever',
    }),
  }),
  responses: { 200: { description: 'The file, in its own media type', contentType: '*/*' } },
  errors: [assetNotFound],
  examples: { params: { file: 'moa.css' } },
  needs: {},
  files: [
    'functions/platform/assets/*',
    'node_modules/swagger-ui-dist/swagger-ui-bundle.js',
    'node_modules/swagger-ui-dist/swagger-ui.css',
  ],
  // Compressing the largest file takes most of a second with less.
  memoryMb: 1024,
});

export const listErrors = defineRoute({
  id: 'platform.listErrors',
  method: 'GET',
  path: '/docs/errors',
  summary: 'List all error codes',
  auth: 'public',
  responses: { 200: { description: 'A page', contentType: html } },
  errors: [],
  examples: {},
  needs: {},
});

export const getError = defineRoute({
  id: 'platform.getError',
  method: 'GET',
  path: '/docs/errors/{code}',
  summary: 'Look up an error code, its cause and its fix',
  auth: 'public',
  params: z.strictObject({
    code: z.string().min(1).max(100).meta({ description: '`code` of the error' }),
  }),
  responses: { 200: { description: 'A page', contentType: html } },
  errors: [errorCodeNotFound],
  examples: { params: { code: invalidRequest.code } },
  needs: {},
  files: [openApiFile],
});
