import { getFileContent } from '../../../functions/files/contents/routes.ts';
import { getFile, listFiles, updateFile } from '../../../functions/files/library/routes.ts';
import { createFile } from '../../../functions/files/uploads/routes.ts';
import { bodyOf } from '../../scenarios/arrange.ts';
import { readyFile } from '../../support/ready-file.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

/** What gateways and S3 take of an address. */
const longestAddress = 8192;

const family = '👨‍👩‍👧‍👦';
const taken = ['가'.repeat(255), '😀'.repeat(255), family.repeat(40), `${'a'.repeat(251)}.txt`];
const refused = [family.repeat(255), `a${'\u0301'.repeat(2000)}`, '😀'.repeat(257)];

describe('names that weigh much', () => {
  let world: World;
  let as: User;
  beforeAll(async () => {
    world = await createWorld({ live: false });
    as = await world.user('kim');
  });

  it.each(taken)('can be used where they are taken: %s', async (name) => {
    const announced = { name, folder: name, contentType: 'text/plain' };
    const { id } = await readyFile(world, as, Buffer.from('a'), announced);
    const { headers } = await world.call(getFileContent, { as, params: { fileId: id } });
    const location = headers.get('location') ?? '';
    expect(location.length).toBeLessThan(longestAddress);
    const content = await fetch(location);
    expect(content.status).toBe(200);
    const kept = /filename\*=UTF-8''(.*)$/.exec(content.headers.get('content-disposition') ?? '');
    expect(decodeURIComponent(kept?.[1] ?? '')).toBe(name);
    const query = { folder: name, limit: 1 };
    const listed = await world.call(listFiles, { as, query });
    expect((await bodyOf(Promise.resolve(listed))).items).toMatchObject([{ id, folder: name }]);
    const { length } = `/v1/files?${new URLSearchParams({ folder: name }).toString()}`;
    expect(length).toBeLessThan(longestAddress);
  });

  it.each(refused)('are refused where they could not: %s', async (name) => {
    const body = { name: 'a', contentType: 'text/plain', size: 1 };
    for (const changed of [{ name }, { folder: name }]) {
      const answer = await world.call(createFile, { as, body: { ...body, ...changed } });
      expect(answer).toBeProblem('request.invalid');
    }
    const file = await bodyOf(world.call(createFile, { as, body }));
    const params = { fileId: file.id };
    const headers = { 'if-match': '"1"' };
    const answer = await world.call(updateFile, { as, params, headers, body: { name } });
    expect(answer).toBeProblem('request.invalid');
    expect((await world.call(getFile, { as, params })).body).toMatchObject({ name: 'a' });
  });
});
