import type { SystemCaller } from '../caller.ts';
import type { Context } from '../context.ts';
import { inboxPurgeSteps } from '../inbox/purge.ts';
import { eachPage } from '../model/pages.ts';
import { find } from '../model/read.ts';
import { retry, retryFrom } from '../model/retry.ts';
import { type Item, write, writeIf } from '../model/write.ts';
import { writeMany } from '../model/write-many.ts';
import type { DomainPurge, Part, PurgeStep } from '../purge/purge-step.ts';
import { Barriers } from '../relations/barriers.entity.ts';
import { FollowRequests } from '../relations/follow-requests.entity.ts';
import { endedCounts, type Follow, followRemoval, uncounting } from '../relations/follow-writes.ts';
import { Follows } from '../relations/follows.entity.ts';
import { countedLikeRemoval } from './likes/like.ts';
import { Likes } from './posts/likes.entity.ts';
import { Mentions } from './posts/mentions.entity.ts';
import { commitCounted } from './posts/post-counts.ts';
import { Posts } from './posts/posts.entity.ts';
import { markPostDeleted } from './publishing/mark-post-deleted.ts';
import { type Purge, removePartOfPost } from './publishing/purge-post.ts';
import { AuthorLogs, headChunk } from './timeline/author-logs.entity.ts';
import { HomeEntries } from './timeline/home-entries.entity.ts';
import { takeOffList } from './timeline/reconcile-follow.ts';

type StepContext = Context<SystemCaller>;

/** Transactions of one part. */
const perPart = 50;

/** Items of one part where they go 25 a request. */
const itemsPerPart = 2000;

const partOf = (found: number, cursor: string | null): Part => ({
  hasRemoved: found > 0,
  ...(cursor !== null && { rest: '' }),
});

/** Posts go first: only the follows tell whose timelines they were pushed to. */
const posts: PurgeStep = {
  id: 'sns.posts',
  covers: ['post', 'reply', 'postTag'],
  async removePart(ctx, userId, after) {
    const from = after ? (JSON.parse(after) as Purge) : await findPostOf(userId);
    if (!from) return { hasRemoved: false };
    await markDeleted(ctx, userId, from.postId);
    const rest = (await removePartOfPost(ctx, from)) ?? (await findPostOf(userId));
    return { hasRemoved: true, ...(rest && { rest: JSON.stringify(rest) }) };
  },
};

/** Any one of a user's posts. */
async function findPostOf(authorId: string): Promise<Purge | undefined> {
  const read = (cursor: string | null) =>
    AuthorLogs.query.log({ authorId }).go({ order: 'desc', consistent: true, cursor, limit: 100 });
  for await (const chunks of eachPage(read)) {
    const postId = chunks.flatMap(({ postIds = [] }) => postIds).at(0);
    if (postId !== undefined) return { postId };
  }
  return undefined;
}

async function markDeleted(ctx: StepContext, authorId: string, postId: string): Promise<void> {
  const stepContext = { ...ctx, commit: ctx.apply };
  await markPostDeleted(stepContext, { authorId, postId }, async () => undefined);
}

const followers: PurgeStep = {
  id: 'sns.followers',
  covers: ['follow'],
  async removePart(ctx, userId) {
    const { data: edges, cursor } = await Follows.query
      .followers({ followeeId: userId })
      .go({ consistent: true, limit: perPart });
    const { data: head } = await AuthorLogs.get({ authorId: userId, chunk: headChunk }).go({
      consistent: true,
    });
    for (const edge of edges) {
      if (head?.mode) await takeOffList(ctx, edge.followerId, userId);
      await removeFollow(ctx, edge);
    }
    return partOf(edges.length, cursor);
  },
};

const following: PurgeStep = {
  id: 'sns.following',
  covers: ['follow'],
  async removePart(ctx, userId) {
    const { data: edges, cursor } = await Follows.query
      .following({ followerId: userId })
      .go({ limit: perPart });
    for (const edge of edges) await removeFollow(ctx, edge);
    return partOf(edges.length, cursor);
  },
};

/** Removes a follow and takes it out of both counts, where these still exist. */
function removeFollow(ctx: StepContext, follow: Follow): Promise<void> {
  const first: { edge: Follow; gone: readonly string[] } = { edge: follow, gone: [] };
  return retryFrom(first, async ({ edge, gone }, again): Promise<void> => {
    const { followeeId, followerId } = edge;
    const less = (userId: string, counts: Parameters<typeof uncounting>[1]) =>
      gone.includes(userId)
        ? []
        : uncounting(userId, counts, () => again({ edge, gone: [...gone, userId] }));
    /** The index may lag: read the item before changing counts. */
    const asFound = (existing: Item | undefined) => {
      const found = existing && Follows.parse({ Item: existing }).data;
      return found ? again({ edge: found, gone }) : undefined;
    };
    await ctx.apply(
      [
        followRemoval(edge, asFound),
        ...less(followeeId, endedCounts({ followed: edge })),
        ...less(followerId, endedCounts({ following: edge })),
      ],
      undefined,
    );
  });
}

const likes: PurgeStep = {
  id: 'sns.likes',
  covers: ['like'],
  async removePart(ctx, userId) {
    const { data: edges, cursor } = await Likes.query
      .likesOfUser({ userId })
      .go({ limit: perPart });
    for (const { postId } of edges) await removeLike(ctx, { postId, userId });
    return partOf(edges.length, cursor);
  },
};

async function removeLike(
  ctx: StepContext,
  like: { postId: string; userId: string },
): Promise<void> {
  const remove = () => writeMany([Likes.delete(like)]);
  await commitCounted(
    { ...ctx, commit: ctx.apply },
    {
      post: { postId: like.postId },
      change: { likeCount: -1 },
      // The account does not come back, so what is not counted now never will be.
      writes: [writeIf(countedLikeRemoval(like), remove)],
      outcome: undefined,
      otherwise: remove,
    },
  );
}

const followRequests: PurgeStep = {
  id: 'sns.followRequests',
  covers: ['followRequest'],
  async removePart(_ctx, userId) {
    const [asked, asking] = await Promise.all([
      FollowRequests.query
        .requests({ targetId: userId })
        .go({ consistent: true, limit: itemsPerPart }),
      FollowRequests.query.requestsOfUser({ requesterId: userId }).go({ limit: itemsPerPart }),
    ]);
    const found = [...asked.data, ...asking.data];
    await writeMany(
      found.map(({ targetId, requesterId }) => FollowRequests.delete({ targetId, requesterId })),
    );
    return partOf(found.length, asked.cursor ?? asking.cursor);
  },
};

const barriers: PurgeStep = {
  id: 'sns.barriers',
  covers: ['barrier'],
  async removePart(_ctx, userId) {
    const [lower, higher] = await Promise.all([
      Barriers.query.barrier({ lowerId: userId }).go({ consistent: true, limit: itemsPerPart }),
      Barriers.query.barriersOfHigher({ higherId: userId }).go({ limit: itemsPerPart }),
    ]);
    const found = [...lower.data, ...higher.data];
    await writeMany(found.map(({ lowerId, higherId }) => Barriers.delete({ lowerId, higherId })));
    return partOf(found.length, lower.cursor ?? higher.cursor);
  },
};

/** Posts of others stay; mentions of the purged user in them go. */
const mentions: PurgeStep = {
  id: 'sns.mentions',
  covers: ['mention'],
  async removePart(ctx, userId) {
    const { data: edges, cursor } = await Mentions.query
      .mentionsOfUser({ userId })
      .go({ limit: perPart });
    for (const { postId } of edges) await removeMention(ctx, { postId, userId });
    return partOf(edges.length, cursor);
  },
};

function removeMention(
  ctx: StepContext,
  mention: { postId: string; userId: string },
): Promise<void> {
  return retry(async (again) => {
    const { postId, userId } = mention;
    const post = await find(Posts, { postId });
    const edge = write(Mentions.delete(mention));
    if (!post?.mentions) return ctx.apply([edge], undefined);
    const others = Posts.patch({ postId })
      .set({ mentions: post.mentions.filter((other) => other.userId !== userId) })
      .where((is, { eq, exists }) => `${eq(is.version, post.version)} AND ${exists(is.mentions)}`);

    return ctx.apply([writeIf(others, again), edge], undefined);
  });
}

const home: PurgeStep = {
  id: 'sns.home',
  covers: ['homeEntry'],
  async removePart(_ctx, viewerId) {
    const { data, cursor } = await HomeEntries.query
      .home({ viewerId })
      .go({ consistent: true, limit: itemsPerPart });
    await writeMany(data.map(({ entryId }) => HomeEntries.delete({ viewerId, entryId })));
    return partOf(data.length, cursor);
  },
};

const log: PurgeStep = {
  id: 'sns.log',
  covers: ['authorLog'],
  async removePart(_ctx, authorId) {
    const { data, cursor } = await AuthorLogs.query
      .log({ authorId })
      .go({ consistent: true, limit: itemsPerPart });
    await writeMany(data.map(({ chunk }) => AuthorLogs.delete({ authorId, chunk })));
    return partOf(data.length, cursor);
  },
};

/** Timeline entries of others go when the posts go. */
export const snsPurge: DomainPurge = {
  steps: [
    posts,
    followers,
    following,
    likes,
    followRequests,
    barriers,
    home,
    log,
    mentions,
    ...inboxPurgeSteps,
  ],
  withAccount: [],
  expiring: { timelineWalk: 'A walk ends a day after its cursor was made.' },
  kept: {},
  withoutUsers: ['postEdit', 'postImage', 'postShard', 'spreadPost'],
};
