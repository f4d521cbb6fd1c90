import { randomBytes } from 'node:crypto';
import { getMe, getUser, updateMe } from '../../../functions/identity/profiles/routes.ts';
import { login } from '../../../functions/identity/sign-in/routes.ts';
import { createWorld } from '../../support/world.ts';

const newHandle = () => `Kim_${randomBytes(6).toString('hex')}`;
const ifMatch = (version: number) => ({ 'if-match': `"${version}"` });

describe('one’s own profile', () => {
  it('is changed field by field and counts its versions', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const changes = {
      name: ' 김서연 ',
      bio: 'Tea\nand tests',
      locale: 'ko-KR',
      timeZone: 'Asia/Seoul',
      isPrivate: true,
    };
    const answer = await world.call(updateMe, { as: kim, body: changes, headers: ifMatch(1) });
    expect(answer).toHaveStatus(200);
    expect(answer.headers.get('etag')).toBe('"2"');
    expect(answer.body).toMatchObject({ ...changes, name: '김서연', version: 2, email: kim.email });
    const me = await world.call(getMe, { as: kim });
    expect(me.body).toEqual(answer.body);
    expect(me.headers.get('etag')).toBe('"2"');

    const cleared = { as: kim, body: { bio: '' }, headers: ifMatch(2) };
    expect((await world.call(updateMe, cleared)).body).toMatchObject({ bio: '', version: 3 });
  });

  it('is changed by one of many who saw the same version', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        world.call(updateMe, { as: kim, body: { bio: `bio ${index}` }, headers: ifMatch(1) }),
      ),
    );
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    for (const answer of answers) {
      if (answer.status !== 200) expect(answer).toBeProblem('request.version_mismatch');
    }
    expect((await world.call(getMe, { as: kim })).body.bio).toBe(won[0]?.body.bio);
  });

  it('asks for the version that is changed', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const without = await world.call(updateMe, { as: kim, body: { bio: 'x' } });
    expect(without).toBeProblem('request.precondition_required');
    for (const tag of ['"7"', '*', 'W/"7"', '1']) {
      const headers = { 'if-match': tag };
      const stale = await world.call(updateMe, { as: kim, body: { bio: 'x' }, headers });
      expect(stale).toBeProblem('request.version_mismatch');
    }
  });

  it.each([
    ['role', 'admin'],
    ['email', 'other@example.com'],
    ['emailVerified', true],
    ['followerCount', 1000],
    ['version', 9],
    ['id', 'usr_01jd3v9k2m4n5p6q7r8s9t0v1w'],
    ['handle', 'no'],
    ['handle', 'no spaces'],
    ['handle', '한글한글'],
    ['locale', 'not a locale'],
    ['timeZone', 'Mars/Olympus'],
    ['name', ''],
    ['name', 'a\r\nBcc: b@example.com'],
    ['isPrivate', 'false'],
  ])('refuses %s: %j', async (field, value) => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const options = { as: kim, body: { [field]: value }, headers: ifMatch(1) };
    const answer = await world.request('PATCH', '/v1/users/me', options);
    expect(answer).toBeProblem('request.invalid');
    expect((await world.call(getMe, { as: kim })).body.version).toBe(1);
  });

  it('lets a handle go with the change that takes another', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee] = [await world.user('kim'), await world.user('lee')];
    const [first, second] = [newHandle(), newHandle()];
    const change = (who: typeof kim, handle: string, version: number) =>
      world.call(updateMe, { as: who, body: { handle }, headers: ifMatch(version) });
    expect(await change(kim, first, 1)).toHaveStatus(200);
    expect(await change(lee, first.toUpperCase(), 1)).toBeProblem('identity.handle_taken');
    expect(await change(kim, first.toUpperCase(), 2)).toHaveStatus(200);
    expect(await change(kim, second, 3)).toHaveStatus(200);
    expect(await change(lee, first, 1)).toHaveStatus(200);

    const owner = async (handle: string) =>
      (await world.call(getUser, { as: kim, params: { userId: `@${handle}` } })).body.id;
    expect(await owner(second)).toBe(kim.id);
    expect(await owner(first.toLowerCase())).toBe(lee.id);
  });

  it('gives a handle to one of many who want it', async () => {
    const world = await createWorld({ live: false });
    const people = await Promise.all(
      ['kim', 'lee', 'park', 'choi'].map((name) => world.user(name)),
    );
    const handle = newHandle();
    const answers = await Promise.all(
      people.map((as) => world.call(updateMe, { as, body: { handle }, headers: ifMatch(1) })),
    );
    const [winner, ...others] = answers.toSorted((one, other) => one.status - other.status);
    expect(winner).toHaveStatus(200);
    for (const answer of others) expect(answer).toBeProblem('identity.handle_taken');
  });

  it('replays a change under its idempotency key', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const headers = { ...ifMatch(1), 'idempotency-key': 'change-1' };
    const first = await world.call(updateMe, { as: kim, body: { bio: 'x' }, headers });
    const again = await world.call(updateMe, { as: kim, body: { bio: 'x' }, headers });
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const later = { as: kim, body: { bio: 'x' }, headers: { ...headers, ...ifMatch(2) } };
    expect(await world.call(updateMe, later)).toBeProblem('request.idempotency_key_reused');
  });
});

describe('somebody’s public profile', () => {
  it('is found by id and by handle in any case, and shows nothing private', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee] = [await world.user('kim'), await world.user('lee')];
    const { email, password } = kim;
    const { body } = await world.call(login, { body: { email, password } });
    const { handle } = body.user;
    const profiles = await Promise.all(
      [kim.id, `@${handle}`, `@${handle.toUpperCase()}`].map((userId) =>
        world.call(getUser, { as: lee, params: { userId } }),
      ),
    );
    const secret = ['email', 'emailVerified', 'role', 'status', 'locale', 'timeZone', 'version'];
    for (const profile of profiles) {
      expect(profile.body).toMatchObject({ id: kim.id, handle });
      expect(Object.keys(profile.body).filter((field) => secret.includes(field))).toEqual([]);
    }
  });

  it('tells how the caller stands to its owner, and nothing of that to the owner', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee] = [await world.user('kim'), await world.user('lee')];
    await world.follow(lee, kim);
    const seen = async (as: typeof kim, userId: string) =>
      (await world.call(getUser, { as, params: { userId } })).body;
    const none = { requested: false, blocking: false, muting: false };
    expect(await seen(lee, kim.id)).toMatchObject({
      followerCount: 1,
      followingCount: 0,
      relationship: { ...none, userId: kim.id, following: true, followedBy: false },
    });
    expect(await seen(kim, lee.id)).toMatchObject({
      followerCount: 0,
      followingCount: 1,
      relationship: { ...none, userId: lee.id, following: false, followedBy: true },
    });
    expect((await seen(kim, kim.id)).relationship).toBeUndefined();
  });

  it('is 404 for nobody and 400 for no reference', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const read = (userId: string) => world.call(getUser, { as: kim, params: { userId } });
    for (const nobody of ['usr_01jd3v9k2m4n5p6q7r8s9t0v1w', `@${newHandle()}`]) {
      expect(await read(nobody)).toBeProblem('identity.user_not_found');
    }
    for (const nothing of ['kim', '@', '@a#b', kim.id.toUpperCase(), `${kim.id}#x`]) {
      expect(await read(nothing)).toBeProblem('request.invalid');
    }
  });
});
