import type { Call } from '../../lib/aws/calls.ts';
import type { Answer } from '../support/answer.ts';
import type { World } from '../support/world.ts';

/**
 * The calls of DynamoDB that a request makes. It is made twice: once in some seconds a container
 * asks for revoked sessions, which the second does not.
 */
export async function requestsOf(world: World, send: () => Promise<Answer>): Promise<Call[]> {
  await send();
  const { headers } = await send();
  const { body } = await world.request(
    'GET',
    `/_local/requests/${headers.get('x-request-id')}/calls`,
  );
  return (body as Call[]).filter(({ service }) => service === 'dynamodb');
}
