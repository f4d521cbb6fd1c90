import { updateUser } from '../../../functions/identity/administration/routes.ts';
import { deleteMe } from '../../../functions/identity/deletion/routes.ts';
import { getUser } from '../../../functions/identity/profiles/routes.ts';
import { login } from '../../../functions/identity/sign-in/routes.ts';
import { listAuditEntries } from '../../../functions/platform/audit/routes.ts';
import { countUnread, listInbox, markInboxRead } from '../../../functions/sns/inbox/routes.ts';
import { likePost } from '../../../functions/sns/likes/routes.ts';
import { getPost } from '../../../functions/sns/posts/routes.ts';
import { takeDownPost } from '../../../functions/sns/publishing/routes.ts';
import { blockUser, muteUser } from '../../../functions/sns/relations/routes.ts';
import { listReplies } from '../../../functions/sns/replies/routes.ts';
import { listTaggedPosts } from '../../../functions/sns/tags/routes.ts';
import { getTimeline, listUserPosts } from '../../../functions/sns/timeline/routes.ts';
import { newId } from '../../../lib/ids.ts';
import { bodyOf, replyOf } from '../../scenarios/arrange.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { createWorld, type SignedIn, type User, type World } from '../../support/world.ts';

const reason = 'Sells fake tickets.\nSee rule 4.';

describeInProcess('taking a post down', () => {
  let world: World;
  let admin: User;
  let as: SignedIn;
  let kim: User;
  let lee: User;

  beforeAll(async () => {
    world = await createWorld({ live: false });
    admin = await world.user('admin');
    as = await world.callerWith(['admin'], admin);
  });

  beforeEach(async () => {
    [kim, lee] = [await world.user('kim'), await world.user('lee')];
  });

  const takeDown = (postId: string, by = as) =>
    world.call(takeDownPost, { as: by, params: { postId }, body: { reason } });

  const inboxOf = async (user: User) => {
    await world.drain();
    return (await bodyOf(world.call(listInbox, { as: user }))).items;
  };

  const told = (postId: string) => ({
    id: expect.stringMatching(/^inb_/),
    type: 'moderation',
    actors: [],
    actorCount: 0,
    target: { type: 'post', id: postId },
    reason,
    createdAt: expect.any(String),
    read: false,
  });

  const postCountOf = async ({ id: userId }: User) =>
    (await bodyOf(world.call(getUser, { as: lee, params: { userId } }))).postCount;

  it('is for administrators alone', async () => {
    const { id: postId } = await world.post(kim, 'Tickets!');
    for (const by of [kim, lee]) {
      expect(await takeDown(postId, by)).toBeProblem('auth.scope_missing');
    }
    const { status } = await world.request('DELETE', `/v1/admin/posts/${postId}`, {
      body: { reason },
    });
    expect(status).toBe(401);
    expect(await world.call(getPost, { as: lee, params: { postId } })).toHaveStatus(200);
  });

  it.each([undefined, {}, { reason: '' }, { reason: ' \n' }, { reason: 'a'.repeat(1001) }])(
    'takes a reason: %j is none',
    async (body) => {
      const { id: postId } = await world.post(kim, 'Tickets!');
      const path = `/v1/admin/posts/${postId}`;
      const answer = await world.request('DELETE', path, { as, ...(body && { body }) });
      expect(answer.status).toBe(400);
      expect(await world.call(getPost, { as: lee, params: { postId } })).toHaveStatus(200);
    },
  );

  it('finds no post that is not there', async () => {
    expect(await takeDown(newId('post', new Date()))).toBeProblem('sns.post_not_found');
  });

  it('removes it for everybody and from every list', async () => {
    await world.follow(lee, kim);
    const tag = `t${newId('post', new Date()).slice(-12)}`;
    const { id: postId } = await world.post(kim, `Tickets! #${tag}`);
    await bodyOf(world.call(likePost, { as: lee, params: { postId } }));
    await world.drain();
    expect(await postCountOf(kim)).toBe(1);
    expect(await takeDown(postId)).toHaveStatus(204);
    for (const viewer of [kim, lee, admin]) {
      const answer = await world.call(getPost, { as: viewer, params: { postId } });
      expect(answer).toBeProblem('sns.post_not_found');
    }
    const lists = [
      world.call(getTimeline, { as: lee }),
      world.call(getTimeline, { as: kim }),
      world.call(listTaggedPosts, { as: lee, params: { tag } }),
      world.call(listUserPosts, { as: lee, params: { userId: kim.id } }),
      world.call(listUserPosts, { as: kim, params: { userId: kim.id } }),
    ];
    for (const list of lists) expect((await bodyOf(list)).items).toEqual([]);
    expect(await postCountOf(kim)).toBe(0);
    expect(await takeDown(postId)).toBeProblem('sns.post_not_found');
    expect(await postCountOf(kim)).toBe(0);
  });

  it('counts a reply no more', async () => {
    const post = await world.post(kim, 'Ask me');
    const reply = await replyOf(world, lee, post);
    const params = { postId: post.id };
    expect(await takeDown(reply.id)).toHaveStatus(204);
    expect((await bodyOf(world.call(getPost, { as: kim, params }))).replyCount).toBe(0);
    expect((await bodyOf(world.call(listReplies, { as: kim, params }))).items).toEqual([]);
    // What it told of is over; its author alone is told why.
    expect(await inboxOf(kim)).toEqual([]);
    expect(await inboxOf(lee)).toEqual([told(reply.id)]);
  });

  it('tells the author why, once, and not by whom', async () => {
    const { id: postId } = await world.post(kim, 'Tickets!');
    await takeDown(postId);
    const [entry, ...others] = await inboxOf(kim);
    expect(entry).toEqual(told(postId));
    expect(others).toEqual([]);
    expect(JSON.stringify(entry)).not.toContain(admin.id);
    expect(await bodyOf(world.call(countUnread, { as: kim }))).toMatchObject({ count: 1 });
    await bodyOf(world.call(markInboxRead, { as: kim, body: { upTo: String(entry?.id) } }));
    expect(await bodyOf(world.call(countUnread, { as: kim }))).toMatchObject({ count: 0 });
    expect(await inboxOf(kim)).toEqual([{ ...told(postId), read: true }]);
    expect(await inboxOf(lee)).toEqual([]);
  });

  it('tells it once however often the event comes', async () => {
    const { updateInbox } = await import('../../../lib/sns/update-inbox.ts');
    const { postTakenDown } = await import('../../../events/messages/sns.ts');
    const { draft, toEnvelope } = await import('../../../lib/queue/message.ts');
    const { contextOfTask } = await import('./context-of-task.ts');
    const { inboxKinds } = await import('../../../lib/registry/inbox-kinds.ts');
    const { id: postId } = await world.post(kim, 'Tickets!');
    await takeDown(postId);
    const [entry] = await inboxOf(kim);
    const data = { postId, userId: kim.id, after: { reason } };
    const about = { id: 'again', actor: admin.id, time: new Date() };
    const message = toEnvelope(draft(postTakenDown, postId, data), about);
    const messages = [message, message] as Parameters<typeof updateInbox>[2];
    await updateInbox(contextOfTask('test'), inboxKinds, messages, () => Infinity);
    expect(await inboxOf(kim)).toEqual([entry]);
  });

  it.each(['author', 'administrator'])(
    'tells the author where the %s blocks the other',
    async (by) => {
      const [blocker, blocked] = by === 'author' ? [kim, admin] : [admin, kim];
      const call = { as: blocker, params: { userId: blocked.id } };
      for (const route of [muteUser, blockUser]) await bodyOf(world.call(route, call));
      const { id: postId } = await world.post(kim, 'Tickets!');
      expect(await takeDown(postId)).toHaveStatus(204);
      expect(await inboxOf(kim)).toEqual([told(postId)]);
    },
  );

  it('tells administrators of their own posts as well', async () => {
    const { id: postId } = await world.post(admin, 'Mine');
    expect(await takeDown(postId)).toHaveStatus(204);
    expect(await inboxOf(admin)).toContainEqual(told(postId));
  });

  it('takes down what a suspended author wrote, who is told on their return', async () => {
    const { id: postId } = await world.post(kim, 'Tickets!');
    const params = { userId: kim.id };
    const suspension = { status: 'suspended', reason: 'Spam' } as const;
    await bodyOf(world.call(updateUser, { as, params, body: suspension }));
    expect(await takeDown(postId)).toHaveStatus(204);
    await world.drain();
    await bodyOf(world.call(updateUser, { as, params, body: { status: 'active' } }));
    const { email, password } = kim;
    const tokens = await bodyOf(world.call(login, { body: { email, password } }));
    const back = { ...kim, ...(tokens as Pick<User, 'accessToken'>) };
    expect(await world.call(getPost, { as: back, params: { postId } })).toBeProblem(
      'sns.post_not_found',
    );
    expect(await inboxOf(back)).toEqual([told(postId)]);
  });

  it('takes down what the author of a deleted account wrote', async () => {
    const { id: postId } = await world.post(kim, 'Tickets!');
    await bodyOf(world.call(deleteMe, { as: kim, body: { password: kim.password } }));
    expect(await takeDown(postId)).toHaveStatus(204);
    expect(await takeDown(postId)).toBeProblem('sns.post_not_found');
  });

  it('stands in the audit with who did it and why', async () => {
    const { id: postId } = await world.post(kim, 'Tickets!');
    await takeDown(postId);
    await world.drain();
    const { items } = await bodyOf(
      world.call(listAuditEntries, { as, query: { objectId: postId } }),
    );
    expect(items).toEqual([
      expect.objectContaining({
        actorId: admin.id,
        actorIp: '127.0.0.1',
        action: 'post.taken_down',
        objectType: 'post',
        objectId: postId,
        userId: kim.id,
        after: { reason },
      }),
    ]);
  });

  it('happens once where several do it at once, also as the author deletes it', async () => {
    const post = await world.post(kim, 'Ask me');
    const { id: postId } = await replyOf(world, kim, post);
    const own = () => world.request('DELETE', `/v1/posts/${postId}`, { as: kim });
    const answers = await Promise.all([
      takeDown(postId),
      own(),
      takeDown(postId),
      takeDown(postId),
    ]);
    const statuses = answers.map(({ status }) => status).toSorted((one, other) => one - other);
    expect(statuses).toEqual([204, 404, 404, 404]);
    expect(await postCountOf(kim)).toBe(1);
    const { replyCount } = await bodyOf(
      world.call(getPost, { as: kim, params: { postId: post.id } }),
    );
    expect(replyCount).toBe(0);
    const entries = await inboxOf(kim);
    expect(entries).toEqual(answers[1]?.status === 204 ? [] : [told(postId)]);
  });
});
