import type { Call } from '../../lib/aws/calls.ts';
import type { Answer } from '../support/answer.ts';
import type { World } from '../support/world.ts';

/** The calls of DynamoDB that a request makes. */
export async function requestsOf(world: World, send: () => Promise<Answer>): Promise<Call[]> {
  const { headers } = await send();
  const { body } = await world.request(
    'GET',
    `/_local/requests/${headers.get('x-request-id')}/calls`,
  );
  return (body as Call[]).filter(({ service }) => service === 'dynamodb');
}
