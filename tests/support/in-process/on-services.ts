import { sep } from 'node:path';

/**
 * Test files that stay on Amazon's DynamoDB and on services behind sockets: they test the wire, races,
 * or the services themselves. All others have their services in their own process.
 */
const onServices = [
  'canaries/',
  'crash/',
  'dynamodb/',
  'flows/',
  'lib/local/',
  'lib/model/lost-reply.test.ts',
  'infrastructure/bundled-functions.test.ts',
];

export const isOnServices = (testPath: string): boolean =>
  onServices.some((place) => testPath.split(sep).join('/').includes(`/tests/${place}`));
