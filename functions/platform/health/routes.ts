import * as z from 'zod';
import { noSuchRoute } from '../../../lib/errors/request-errors.ts';
import { defineRoute } from '../../../lib/http/route.ts';
import { health } from '../../../lib/platform/health/schema.ts';
import { queueNames } from '../shared.ts';

export const ping = defineRoute({
  id: 'platform.ping',
  method: 'GET',
  path: '/ping',
  alsoHead: true,
  summary: 'Check that the API answers',
  auth: 'public',
  responses: { 200: z.object({ message: z.literal('pong') }) },
  errors: [],
  examples: { response: { message: 'pong' } },
  needs: {},
});

export const getHealth = defineRoute({
  id: 'platform.getHealth',
  method: 'GET',
  path: '/health',
  alsoHead: true,
  summary: 'Check the health of each dependency',
  description: 'Each dependency has two seconds to answer.',
  auth: 'public',
  responses: { 200: health, 503: health },
  errors: [],
  examples: {
    response: {
      status: 'up',
      build: '3f9c2ab',
      dependencies: { table: 'up', queues: 'up', bucket: 'up', secrets: 'up' },
    },
  },
  needs: {
    dynamodb: ['GetItem'],
    queueDepth: queueNames.slice(0, 1),
    bucket: ['ListBucket'],
    secrets: ['verification-keys'],
  },
});

export const getRoot = defineRoute({
  id: 'platform.getRoot',
  method: 'GET',
  path: '/',
  summary: 'Redirect to the API reference',
  auth: 'public',
  responses: { 302: { description: 'The reference is at `Location`.' } },
  errors: [],
  examples: {},
  needs: {},
});

export const routeNotFound = defineRoute({
  id: 'platform.routeNotFound',
  method: 'ANY',
  path: '$default',
  summary: 'Answer 404 where there is no route',
  auth: 'public',
  query: z.looseObject({}),
  responses: {},
  errors: [noSuchRoute],
  examples: {},
  needs: {},
});
