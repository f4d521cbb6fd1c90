import { listQueues } from '../../../functions/platform/queues/routes.ts';
import { createWorld } from '../../support/world.ts';

describe('a route for administrators', () => {
  it('refuses the API key of anybody else by their role', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const key = await world.apiKey(kim, ['account']);
    const answer = await world.call(listQueues, { as: key });
    expect(answer).toBeProblem('auth.role_missing');
  });

  it('refuses the session of anybody else by the scope that comes with the role', async () => {
    const world = await createWorld({ live: false });
    const answer = await world.call(listQueues, { as: await world.user('kim') });
    expect(answer).toBeProblem('auth.scope_missing');
  });
});
