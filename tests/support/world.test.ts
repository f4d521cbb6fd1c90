import { likePost } from '../../functions/sns/likes/routes.ts';
import { createPost } from '../../functions/sns/publishing/routes.ts';
import { getTimeline } from '../../functions/sns/timeline/routes.ts';
import { describeInProcess } from './describe-in-process.ts';
import { createWorld } from './world.ts';

describe('a world', () => {
  it('lets people meet: they follow, post, read, like and get their mail', async () => {
    const world = await createWorld();
    const [kim, lee] = [await world.signUp('kim'), await world.user('lee')];
    await world.follow(lee, kim);
    const post = await world.post(kim, 'Good morning, Seoul!');
    await world.drain();
    const page = await world.call(getTimeline, { as: lee, query: { limit: 1 } });
    expect(page).toHaveStatus(200);
    expect(page.body.items.map(({ id }) => id)).toEqual([post.id]);
    const liked = await world.call(likePost, { as: lee, params: { postId: post.id } });
    expect(liked.body).toEqual({ liked: true, likeCount: 1 });
    const [mail] = await world.mails({ to: kim.email });
    expect(mail?.to).toEqual([kim.email]);
  });

  it('keeps people of one name apart', async () => {
    const world = await createWorld();
    const [one, other] = [await world.user('kim'), await world.signUp('kim')];
    expect(one.id).not.toBe(other.id);
    expect(await world.mails({ to: other.email })).not.toEqual([]);
  });

  it('shows the problem document when something else came than was wanted', async () => {
    const world = await createWorld();
    const answer = await world.call(createPost, { body: { text: 'Who am I?' } });
    expect(answer).toBeProblem('auth.credentials_missing');
    const code = /auth\.credentials_missing/;
    expect(() => expect(answer).toHaveStatus(201)).toThrow(code);
    expect(() => expect(answer).toBeProblem('request.invalid')).toThrow(code);
    await expect(
      world.post({ ...(await world.user('kim')), accessToken: 'x' }, 'a'),
    ).rejects.toThrow('auth.token_invalid');
  });

  it('moves the clock', async () => {
    const world = await createWorld();
    const kim = await world.user('kim');
    await world.advance(16 * 60);
    const late = await world.call(getTimeline, { as: kim });
    await world.advance(-16 * 60);
    expect(late).toBeProblem('auth.token_invalid');
    expect(await world.call(getTimeline, { as: kim })).toHaveStatus(200);
  });

  it('runs tasks, and says which there are not', async () => {
    const world = await createWorld();
    await world.runTask('fold-counts');
    await world.runTask('fold-counts', { at: new Date('2030-01-01T00:00:00Z') });
    await expect(world.runTask('no-such-task')).rejects.toThrow('no-such-task');
  });
});

describeInProcess('a world with an environment of its own', () => {
  it('is configured by it, and leaves other worlds alone', async () => {
    const strict = await createWorld({ env: { RATE_LIMIT_FACTOR: '0.02' } });
    const usual = await createWorld();
    const signIn = { email: 'nobody@example.com', password: 'a wrong password' };
    const statuses = [];
    for (const world of [strict, strict, usual, usual]) {
      const { status } = await world.request('POST', '/v1/auth/login', { body: signIn });
      statuses.push(status);
    }
    expect(statuses).toEqual([401, 429, 401, 401]);
  });
});
