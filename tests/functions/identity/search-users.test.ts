import { randomInt } from 'node:crypto';
import { deleteMe } from '../../../functions/identity/deletion/routes.ts';
import { searchUsers, updateMe } from '../../../functions/identity/profiles/routes.ts';
import { blockUser } from '../../../functions/sns/relations/routes.ts';
import { bodyOf, purgingAccounts } from '../../scenarios/arrange.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

let world: World;
let as: User;
beforeAll(async () => {
  world = await createWorld({ live: false });
  as = await world.user('searcher');
});

/** A name that nobody else has, in syllables whose initial consonants are told. */
const unique = () =>
  Array.from({ length: 5 }, () => String.fromCodePoint(0xac00 + randomInt(11_172))).join('');

async function namesOf(query: string, limit = 100): Promise<string[]> {
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await bodyOf(
      world.call(searchUsers, { as, query: { query, limit, ...(cursor && { cursor }) } }),
    );
    names.push(...page.items.map(({ name }) => name));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return names;
}

describe('searchUsers', () => {
  it('finds a user by how a word of their name or their handle begins, at once', async () => {
    const [first, last] = [unique(), unique()];
    const kim = await world.user(first);
    await rename(kim, { name: `${first} ${last}` });
    for (const query of [first, last, last.slice(0, 3), `${first} ${last}`]) {
      expect(await namesOf(query)).toEqual([`${first} ${last}`]);
    }
    expect(await namesOf(last.slice(1))).toEqual([]);
  });

  it('shows a public profile and no more', async () => {
    const name = unique();
    const { id, email } = await world.user(name);
    const answer = await world.call(searchUsers, { as, query: { query: name } });
    expect(answer.body.items).toEqual([expect.objectContaining({ id, name, postCount: 0 })]);
    expect(JSON.stringify(answer.body)).not.toContain(email);
  });

  it('finds by the name and handle that are, not by those that were', async () => {
    const [before, after] = [unique(), unique()];
    const kim = await world.user(before);
    const handle = `h${randomInt(2 ** 47).toString(36)}`;
    await rename(kim, { name: after, handle });
    expect(await namesOf(before)).toEqual([]);
    expect(await namesOf(after)).toEqual([after]);
    expect(await namesOf(`@${handle.toUpperCase()}`)).toEqual([after]);
  });

  it('shows each user once, and all by pages of any size', async () => {
    const word = unique();
    const names = [`${word} ${word}`, word, `${word}가`, `가 ${word}`, `${word} 가 ${word}`];
    for (const name of names) await rename(await world.user('somebody'), { name });
    for (const limit of [1, 2, 3, 100]) {
      expect((await namesOf(word, limit)).toSorted()).toEqual(names.toSorted());
    }
    const found = await namesOf(word);
    expect(found.indexOf(word)).toBeLessThan(found.indexOf(`${word}가`));
  });

  it('does not show who is deleted, until they come back', async () => {
    const name = unique();
    const kim = await world.user(name);
    const { email, password } = kim;
    expect(await world.call(deleteMe, { as: kim, body: { password } })).toHaveStatus(202);
    expect(await namesOf(name)).toEqual([]);
    await bodyOf(world.request('POST', '/v1/auth/login', { body: { email, password } }));
    expect(await namesOf(name)).toEqual([name]);
    const lee = await world.user(unique());
    expect(await world.call(deleteMe, { as: lee, body: { password } })).toHaveStatus(202);
    await purgingAccounts(world)();
    await world.drain();
    expect(await namesOf(lee.name)).toEqual([]);
  });

  it('shows neither side of a block to the other', async () => {
    const name = unique();
    const kim = await world.user(name);
    expect(await namesOf(name)).toEqual([name]);
    expect(await world.call(blockUser, { as: kim, params: { userId: as.id } })).toHaveStatus(200);
    expect(await namesOf(name)).toEqual([]);
    const asked = await world.call(searchUsers, { as: kim, query: { query: 'searcher' } });
    expect(asked.body.items.map(({ id }) => id)).not.toContain(as.id);
    const self = await world.call(searchUsers, { as: kim, query: { query: name } });
    expect(self.body.items.map(({ id }) => id)).toEqual([kim.id]);
  });

  it('finds nobody by what has no letter, and asks for something', async () => {
    expect(await namesOf('!?')).toEqual([]);
    const answer = await world.request('GET', '/v1/users', { as });
    expect(answer).toBeProblem('request.invalid');
  });
});

async function rename(user: User, body: { name: string; handle?: string }): Promise<void> {
  const headers = { 'if-match': '"1"' };
  expect(await world.call(updateMe, { as: user, headers, body })).toHaveStatus(200);
}
