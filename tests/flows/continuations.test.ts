import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { deletePost } from '../../functions/sns/publishing/routes.ts';
import { config } from '../../lib/config.ts';
import { newId } from '../../lib/ids.ts';
import type { Clients } from '../../lib/local/clients.ts';
import { Follows } from '../../lib/relations/follows.entity.ts';
import { Posts } from '../../lib/sns/posts/posts.entity.ts';
import { AuthorLogs, chunkName, headChunk } from '../../lib/sns/timeline/author-logs.entity.ts';
import { HomeEntries } from '../../lib/sns/timeline/home-entries.entity.ts';
import { openClients } from '../support/clients.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import { createWorld, type User } from '../support/world.ts';
import { readTimeline } from './timeline-walk.ts';

/** A page of DynamoDB ends at 1 MB: three items of this size are one. */
const largeText = 'x'.repeat(350_000);
const itemsPerPage = 3;
const pagesPerRun = 10;

describeInProcess('work that is more than one run does', () => {
  let clients: Clients;

  beforeAll(() => {
    clients = openClients();
  });

  afterAll(() => clients.destroy());

  /** Puts an item of no entity, large and to be passed over, where `operation` would put its own. */
  async function putLarge(operation: { params(): unknown }): Promise<void> {
    const { Item } = operation.params() as { Item: { pk: string; sk: string } };
    const { pk, sk } = Item;
    await clients.dynamodb.send(
      new PutItemCommand({
        TableName: config.tableName,
        Item: marshall({ pk, sk, text: largeText }),
      }),
    );
  }

  /** Puts more large items before the followers of `author` than one run passes. */
  async function delayFollowers({ id: followeeId }: User): Promise<void> {
    const longAgo = new Date(0);
    const followerIds = Array.from({ length: pagesPerRun * itemsPerPage + 1 }, () =>
      newId('user', longAgo),
    );
    await Promise.all(
      followerIds.map((followerId) =>
        putLarge(Follows.put({ followeeId, followerId, followedAt: longAgo.toISOString() })),
      ),
    );
  }

  it('tells the last follower of a post, and takes it away again', async () => {
    const world = await createWorld();
    const [kim, lee] = await Promise.all([world.user('kim'), world.user('lee')]);
    await world.follow(lee, kim);
    await delayFollowers(kim);
    const post = await world.post(kim, 'for everybody');
    await world.drain();
    expect(await readTimeline(world, lee, 5)).toEqual(['for everybody']);

    await world.call(deletePost, { as: kim, params: { postId: post.id } });
    await world.runTask('purge-deleted-posts');
    await world.drain();
    const entry = await HomeEntries.get({ viewerId: lee.id, entryId: post.id }).go();
    expect(entry.data).toBeNull();
    const { data } = await Posts.get({ postId: post.id }).go();
    expect(data).toBeNull();
  }, 300_000);

  it('brings a new follower the oldest post of a long log', async () => {
    const world = await createWorld();
    const [kim, lee] = await Promise.all([world.user('kim'), world.user('lee')]);
    const [oldest, older, newest] = [
      await world.post(kim, 'oldest'),
      await world.post(kim, 'older'),
      await world.post(kim, 'newest'),
    ];
    const authorId = kim.id;
    const put = (chunk: string, postId: string, sealed?: number) =>
      AuthorLogs.put({ authorId, chunk, postIds: [postId], ...(sealed && { sealed }) }).go();
    await put(chunkName(0), oldest.id);
    await put(chunkName(1), older.id);
    await put(headChunk, newest.id, 2);
    for (let count = 0; count < itemsPerPage; count++) {
      await putLarge(AuthorLogs.put({ authorId, chunk: `${chunkName(0)}.${count}` }));
    }
    await world.follow(lee, kim);
    await world.drain();
    expect(await readTimeline(world, lee, 5)).toEqual(['newest', 'older', 'oldest']);
  });
});
