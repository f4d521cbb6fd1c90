import type { Context } from '../../lib/context.ts';
import { scanTable } from '../invariants/scan-table.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { testRun } from '../support/test-run.ts';
import type { Post, User, World } from '../support/world.ts';

/** One more than a head holds at rest. */
const enough = 64;

describeInProcess('the log of an author of whom a post is removed while others are sealed', () => {
  let stack: Stack;
  let world: World;
  let author: User;
  let posts: Post[];

  beforeAll(async () => {
    stack = await startStack({ on: testRun() });
  });

  afterAll(() => stack.close());

  beforeEach(async () => {
    await stack.renew();
    world = stack.createWorld();
    author = await world.user('author');
    posts = [];
    for (let index = 1; index < enough; index++) posts.push(await world.post(author, `${index}`));
    await world.advance(60);
    await world.drain();
  });

  afterEach(() => stack.fronts.faults.clear());

  async function context(name: string): Promise<Context> {
    const { transactionsOf } = await import('../../lib/model/commit.ts');
    const { createLog } = await import('../../lib/log.ts');
    const { now } = await import('../../lib/clock.ts');
    const caller = { kind: 'system', name } as const;
    return {
      caller,
      now: now(),
      requestId: name,
      log: createLog({}),
      ...transactionsOf({ caller, now: now() }),
    } as unknown as Context;
  }

  async function violations(): Promise<string[]> {
    const { violationsOf } = await import('../invariants/violations.ts');
    return violationsOf(await scanTable(stack.clients.dynamodb, stack.tableName));
  }

  const oldest = (): Post => posts[0] as Post;
  const remove = () => world.request('DELETE', `/v1/posts/${oldest().id}`, { as: author });

  it('names only posts when they are sealed between looking and removing', async () => {
    expect(await remove()).toHaveStatus(204);
    const { sealAuthorLog } = await import('../../lib/sns/timeline/seal-author-log.ts');
    let seals = 0;
    const seal = async () => {
      await world.post(author, 'the last');
      await sealAuthorLog(await context('seal'), { authorId: author.id });
      seals += 1;
    };
    const looks = { functionId: 'sns.purgePost', operation: 'Query' };
    // The first ask for likes and followers, the third for the log.
    stack.fronts.faults.add({ kind: 'delay', ...looks, nth: 3, meanwhile: seal });
    await world.runTask('purge-deleted-posts');
    await world.drain();
    expect(seals).toBe(1);
    expect(await violations()).toEqual([]);
  });

  it('names only posts when one is removed between looking and sealing', async () => {
    expect(await remove()).toHaveStatus(204);
    await world.drain();
    const { purgePost } = await import('../../lib/sns/publishing/purge-post.ts');
    let purged = 0;
    const purgeIt = async () => {
      await purgePost(await context('purge'), { postId: oldest().id });
      purged += 1;
    };
    stack.fronts.faults.add({
      kind: 'delay',
      functionId: 'sns.sealAuthorLog',
      operation: 'GetItem',
      meanwhile: purgeIt,
    });
    await world.post(author, 'the last');
    await world.drain();
    expect(purged).toBe(1);
    expect(await violations()).toEqual([]);
  });
});
