import { companyOf } from '../../support/companies.ts';
import { createWorld } from '../../support/world.ts';

it('works', async () => {
  const { handler } = await import('../../../functions/companies/records/create-company.ts');
  expect(handler).toBeDefined();
  const world = await createWorld();
  const as = await world.user('kim');
  console.log(await companyOf(world, as));
});
