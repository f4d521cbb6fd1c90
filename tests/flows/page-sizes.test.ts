import type { SessionCaller } from '../../lib/caller.ts';
import type { Operation } from '../../lib/model/write.ts';
import type { Page, PageRequest } from '../../lib/schema/page.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { testRun } from '../support/test-run.ts';
import { writeItems } from '../support/write-items.ts';

const count = 1000;
const sizes = [100, 99, 20, 7, 1];

interface List {
  read: (page: PageRequest) => Promise<Page<{ id: string }>>;
  /** Ids in the order of the list. */
  ids: string[];
  /** Adds one that comes first. */
  add: () => Promise<string>;
}

describeInProcess('a list of a thousand', () => {
  let stack: Stack;
  const lists: Record<string, List> = {};

  beforeAll(async () => {
    // What is written here is told to nobody: no worker runs.
    stack = await startStack({ on: testRun() });
    const { putRequest } = await import('../support/put-items.ts');
    const { makeUsers } = await import('../support/seed-users.ts');
    const { newId } = await import('../../lib/ids.ts');
    const { Follows } = await import('../../lib/relations/follows.entity.ts');
    const { HomeEntries } = await import('../../lib/sns/timeline/home-entries.entity.ts');
    const { listFollowers } = await import('../../lib/relations/list-followers.ts');
    const { getTimeline } = await import('../../lib/sns/timeline/get-timeline.ts');
    const { contextOfTask } = await import('../functions/sns/context-of-task.ts');
    const { Posts } = await import('../../lib/sns/posts/posts.entity.ts');
    const put = (operations: readonly Operation[]) =>
      writeItems(stack.clients.dynamodb, stack.tableName, operations.map(putRequest));

    const [viewer, ...others] = await makeUsers(count + sizes.length + 1, put);
    if (!viewer) throw new Error('There is nobody');
    // Past the routes, which do the same for each page and take most of the time.
    const task = contextOfTask('test');
    const caller: SessionCaller = {
      ...{ kind: 'user', credential: 'session', userId: viewer.id, sessionId: viewer.session.id },
      ...{ scopes: [], source: { ip: '192.0.2.1', userAgent: 'test' } },
    };
    const ctx = { ...task, caller };
    const begin = Date.now() - 24 * 3600 * 1000;
    // Some are of the same millisecond.
    const timeOf = (index: number) => new Date(begin + Math.floor(index / 3));

    const authors = others.slice(0, 5);
    const follow = (followerId: string, followeeId: string, at: Date) =>
      Follows.put({ followerId, followeeId, followedAt: at.toISOString() });
    const postOf = (index: number) => {
      const createdAt = timeOf(index);
      const [postId, authorId] = [newId('post', createdAt), authors[index % 5]?.id ?? ''];
      const operations: Operation[] = [
        HomeEntries.put({ viewerId: viewer.id, entryId: postId, authorId }),
        Posts.put({
          ...{ postId, authorId, text: `${index}`, createdAt: createdAt.toISOString() },
          ...{ visibility: 'public', delivery: 'push', likeCount: 0, replyCount: 0, version: 1 },
        }),
      ];
      return { postId, operations };
    };
    let later = 2 * count;
    const posts = Array.from({ length: count }, (_, index) => postOf(index));
    const postIds = posts.map(({ postId }) => postId);
    lists.timeline = {
      read: (page) => getTimeline(ctx, page),
      ids: postIds.toSorted().toReversed(),
      async add() {
        later += 3;
        const { postId, operations } = postOf(later);
        await put(operations);
        return postId;
      },
    };

    const fans = others.slice(0, count).map(({ id }, index) => ({ id, at: timeOf(index) }));
    const late = others.slice(count).values();
    lists.followers = {
      read: (page) => listFollowers(ctx, viewer.id, page),
      ids: fans
        .toSorted((one, other) => Number(other.at) - Number(one.at) || (one.id < other.id ? 1 : -1))
        .map(({ id }) => id),
      async add() {
        const { id = '' } = late.next().value ?? {};
        await put([follow(id, viewer.id, new Date())]);
        return id;
      },
    };
    await put([
      ...authors.map(({ id }) => follow(viewer.id, id, new Date(begin))),
      ...posts.flatMap(({ operations }) => operations),
      ...fans.map(({ id, at }) => follow(id, viewer.id, at)),
    ]);
  }, 300_000);

  afterAll(() => stack.close());

  it.each([
    ['timeline', sizes],
    // Pages of one take most of the time.
    ['followers', sizes.slice(0, -1)],
  ] as const)(
    'has each of the %s once and in order in pages of any size, whatever comes meanwhile',
    async (name, sizesOfPages) => {
      const list = lists[name];
      if (!list) throw new Error(`There is no ${name}`);
      for (const limit of sizesOfPages) {
        const added: string[] = [];
        const seen: string[] = [];
        let after: string | undefined;
        do {
          const { items, nextCursor } = await list.read({ limit, after });
          after = nextCursor ?? undefined;
          if (after && items.length !== limit) throw new Error('A page is not full');
          seen.push(...items.map(({ id }) => id));
          if (added.length === 0) added.push(await list.add());
        } while (after);
        expect(seen).toEqual(list.ids);
        list.ids.unshift(...added);
      }
    },
    300_000,
  );
});
