import { sep } from 'node:path';

/**
 * Test files that stay on Amazon's DynamoDB and on services behind sockets: they test the wire, the
 * services themselves, or crowds whose calls must overlap by chance. All others have their services in
 * their own process, where each call is done before the next begins.
 */
const onServices = [
  'canaries/',
  'crash/',
  'dynamodb/',
  'flows/',
  'functions/identity/refresh.test.ts',
  'functions/identity/sign-up.test.ts',
  'functions/sns/follows.test.ts',
  'functions/sns/likes.test.ts',
  'lib/http/handle.test.ts',
  'lib/local/',
  'lib/model/commit.test.ts',
  'lib/model/lost-reply.test.ts',
  'infrastructure/bundled-functions.test.ts',
];

export const isOnServices = (testPath: string): boolean =>
  onServices.some((place) => testPath.split(sep).join('/').includes(`/tests/${place}`));
