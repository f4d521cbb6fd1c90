import { listUsers, updateUser } from '../../../functions/identity/administration/routes.ts';
import { getMe, updateMe } from '../../../functions/identity/profiles/routes.ts';
import { refresh } from '../../../functions/identity/sessions/routes.ts';
import { login } from '../../../functions/identity/sign-in/routes.ts';
import { newId } from '../../../lib/ids.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

const reason = 'Sold fake tickets';

/** The first account in a table is an administrator's: here it is nobody else's. */
async function createWorldWithAdmin(): Promise<World> {
  const world = await createWorld({ live: false });
  await world.user('first');
  return world;
}

const exchange = (world: World, { refreshToken }: { refreshToken: string }) =>
  world.call(refresh, { body: { refreshToken } });

const signIn = (world: World, { email, password }: User) =>
  world.call(login, { body: { email, password } });

describeInProcess('listUsers', () => {
  it('finds one by id and by address, however it is written', async () => {
    const world = await createWorldWithAdmin();
    const [kim] = [await world.user('kim'), await world.user('lee')];
    const as = await world.callerWith(['admin']);
    for (const query of [kim.id, kim.email, kim.email.toUpperCase()]) {
      const { body } = await world.call(listUsers, { as, query: { query } });
      expect(body.items.map(({ id }) => id)).toEqual([kim.id]);
      expect(body.items[0]).toMatchObject({ email: kim.email, role: 'user', status: 'active' });
      expect(body.nextCursor).toBeNull();
    }
    for (const query of [newId('user', new Date()), `nobody.${kim.email}`, '눈', '@no-one']) {
      const { body } = await world.call(listUsers, { as, query: { query } });
      expect(body).toEqual({ items: [], nextCursor: null });
    }
  });

  it('finds those whose handles begin so, page by page in their order', async () => {
    const world = await createWorldWithAdmin();
    const beginning = `q${newId('user', new Date()).slice(-12)}`;
    const handles = [`${beginning}_C`, `${beginning}_a`, `${beginning}_b`, beginning];
    for (const handle of handles) {
      const user = await world.user('kim');
      const headers = { 'if-match': '"1"' };
      const changed = await world.call(updateMe, { as: user, headers, body: { handle } });
      expect(changed).toHaveStatus(200);
    }
    const as = await world.callerWith(['admin']);
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const query = {
        query: `@${beginning.toUpperCase()}`,
        limit: 1,
        ...(cursor !== undefined && { cursor }),
      };
      const { body } = await world.call(listUsers, { as, query });
      found.push(...body.items.map(({ handle }) => handle));
      cursor = body.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(found).toEqual([beginning, `${beginning}_a`, `${beginning}_b`, `${beginning}_C`]);
    const all = await world.call(listUsers, { as, query: { limit: 2 } });
    expect(all.body.items).toHaveLength(2);
    expect(all.body.nextCursor).not.toBeNull();
  });
});

describeInProcess('updateUser', () => {
  it('suspends: no refresh, no sign-in, no access within five seconds', async () => {
    const world = await createWorldWithAdmin();
    const kim = await world.user('kim');
    const as = await world.callerWith(['admin']);
    expect(await world.call(getMe, { as: kim })).toHaveStatus(200);
    const params = { userId: kim.id };
    const body = { status: 'suspended', reason } as const;
    const { body: view } = await world.call(updateUser, { as, params, body });
    expect(view).toMatchObject({ status: 'suspended', suspensionReason: reason, version: 2 });
    expect(await exchange(world, kim)).toBeProblem('auth.account_suspended');
    expect(await signIn(world, kim)).toBeProblem('auth.account_suspended');
    await world.advance(5);
    expect(await world.call(getMe, { as: kim })).toBeProblem('auth.token_invalid');

    const letIn = await world.call(updateUser, { as, params, body: { status: 'active' } });
    expect(letIn.body).toMatchObject({ status: 'active', version: 3 });
    expect(letIn.body).not.toHaveProperty('suspensionReason');
    expect(await exchange(world, kim)).toBeProblem('auth.refresh_token_invalid');
    expect(await signIn(world, kim)).toHaveStatus(200);
  });

  it('gives a role and takes it, which ends the sessions of before', async () => {
    const world = await createWorldWithAdmin();
    const kim = await world.user('kim');
    const as = await world.callerWith(['admin']);
    const params = { userId: kim.id };
    await world.call(updateUser, { as, params, body: { role: 'admin' } });
    expect(await exchange(world, kim)).toBeProblem('auth.refresh_token_invalid');
    const { body: admin } = await signIn(world, kim);
    expect(await world.call(listUsers, { as: admin })).toHaveStatus(200);

    await world.call(updateUser, { as: admin, params, body: { role: 'user' } });
    expect(await exchange(world, admin)).toBeProblem('auth.refresh_token_invalid');
    await world.advance(5);
    expect(await world.call(listUsers, { as: admin })).toBeProblem('auth.token_invalid');
    const { body: user } = await signIn(world, kim);
    expect(await world.call(listUsers, { as: user })).toBeProblem('auth.scope_missing');
  });

  it('changes nothing when it is so already, and keeps sessions', async () => {
    const world = await createWorldWithAdmin();
    const kim = await world.user('kim');
    const as = await world.callerWith(['admin']);
    const params = { userId: kim.id };
    for (const body of [{}, { role: 'user' }, { status: 'active' }] as const) {
      const answer = await world.call(updateUser, { as, params, body });
      expect(answer.body).toMatchObject({ id: kim.id, version: 1 });
    }
    expect(await exchange(world, kim)).toHaveStatus(200);
  });

  it('wants a reason for a suspension, and knows who is not there', async () => {
    const world = await createWorldWithAdmin();
    const kim = await world.user('kim');
    const as = await world.callerWith(['admin']);
    const body = { status: 'suspended' } as const;
    const unexplained = await world.call(updateUser, { as, params: { userId: kim.id }, body });
    expect(unexplained).toBeProblem('request.invalid');
    const params = { userId: newId('user', new Date()) };
    const unknown = await world.call(updateUser, { as, params, body: { role: 'admin' } });
    expect(unknown).toBeProblem('identity.user_not_found');
  });

  it('never takes the last active administrator, whoever asks at once', async () => {
    const world = await createWorldWithAdmin();
    const [kim, lee] = [await world.user('kim'), await world.user('lee')];
    const { Administrators } = await import(
      '../../../lib/identity/accounts/administrators.entity.ts'
    );
    const as = await world.callerWith(['admin']);
    const set = (user: User, body: { role: 'admin' | 'user' }) =>
      world.call(updateUser, { as, params: { userId: user.id }, body });
    await set(kim, { role: 'admin' });
    await set(lee, { role: 'admin' });
    const { data: before } = await Administrators.get({}).go({ consistent: true });
    await Administrators.put({ activeIds: [kim.id, lee.id] }).go();
    const answers = await Promise.all([
      set(kim, { role: 'user' }),
      world.call(updateUser, {
        as,
        params: { userId: lee.id },
        body: { status: 'suspended', reason },
      }),
    ]);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused).toHaveLength(1);
    expect(refused[0]).toBeProblem('identity.last_admin');
    const others = (before?.activeIds ?? []).filter((id) => id !== kim.id && id !== lee.id);
    await Administrators.patch({}).add({ activeIds: others }).go();
  });
});
