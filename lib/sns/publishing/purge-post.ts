import { purgePost as purgePostCommand } from '../../../events/messages/sns.ts';
import { purgePost as queue } from '../../../events/queues/sns.ts';
import type { Context } from '../../context.ts';
import { removeThread } from '../../inbox/remove-thread.ts';
import { eachPage } from '../../model/pages.ts';
import { find } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import { type Operation, write, writeIf } from '../../model/write.ts';
import { writeMany } from '../../model/write-many.ts';
import { continueLater } from '../../queue/continue-later.ts';
import { draft } from '../../queue/message.ts';
import { Follows } from '../../relations/follows.entity.ts';
import { PostImages } from '../images/post-images.entity.ts';
import { Likes } from '../posts/likes.entity.ts';
import { Mentions } from '../posts/mentions.entity.ts';
import { mentionings } from '../posts/mentions.ts';
import type { Post } from '../posts/policy.ts';
import { shardRemovals } from '../posts/post-counts.ts';
import { PostEdits } from '../posts/post-edits.entity.ts';
import { Posts } from '../posts/posts.entity.ts';
import { Replies } from '../posts/replies.entity.ts';
import { taggings } from '../tags/post-tags.ts';
import { AuthorLogs } from '../timeline/author-logs.entity.ts';
import { HomeEntries } from '../timeline/home-entries.entity.ts';

const pageSize = 1000;

/** Pages of likes, replies, edits or followers that one run goes through; a command goes on with the rest. */
const pagesPerRun = 10;

export interface Purge {
  postId: string;
  /** Where an earlier run stopped among the followers. */
  after?: string | undefined;
}

/** Orders that posts are removed, or what is left of them. */
export async function orderPurges(ctx: Context, purges: readonly Purge[]): Promise<void> {
  await continueLater(
    ctx,
    queue,
    purges.map((purge) => draft(purgePostCommand, purge.postId, purge)),
  );
}

/** Removes a deleted post; a command goes on where one run does not reach its end. */
export async function purgePost(ctx: Context, from: Purge): Promise<void> {
  const rest = await removePartOfPost(ctx, from);
  if (rest) await orderPurges(ctx, [rest]);
}

/**
 * Removes as much of a deleted post as one run takes: its likes, that others answer it, what it
 * said before, its entries in timelines, its place in the log, itself. Answers where to go on, `undefined` when nothing is left.
 */
export async function removePartOfPost(
  ctx: Context,
  { postId, after }: Purge,
): Promise<Purge | undefined> {
  const post = await find(Posts, { postId });
  if (!post?.deletedAt) return undefined;
  // First, so that nothing more is liked or answered.
  if (post.isSpread) await writeMany(shardRemovals(postId));
  for (const remove of [removeLikes, removeReplies, removeEdits]) {
    if (!(await remove(postId))) return { postId };
  }
  const likesToldOf = { recipientId: post.authorId, kind: 'like', targetId: postId } as const;
  if (!(await removeThread(likesToldOf, pagesPerRun))) return { postId };
  const repliesToldOf = { ...likesToldOf, kind: 'reply' } as const;
  if (!(await removeThread(repliesToldOf, pagesPerRun))) return { postId };
  await removeTagsAndMentions(post);
  const rest = post.delivery === 'push' ? await removeEntries(post, after) : null;
  if (rest !== null) return { postId, after: rest };
  // The pictures themselves are their author's and stay.
  await writeMany((post.images ?? []).map(({ fileId }) => PostImages.delete({ fileId, postId })));
  await removeLast(ctx, post);
  return undefined;
}

/** There are but few of both. */
async function removeTagsAndMentions(post: Post): Promise<void> {
  const { postId, authorId } = post;
  const { data: mentions } = await Mentions.query.mentions({ postId }).go({ consistent: true });
  for (const { userId } of mentions) {
    await removeThread({ recipientId: userId, kind: 'mention', targetId: postId }, pagesPerRun);
  }
  await writeMany([
    ...mentionings({ postId, authorId }, { before: mentions }),
    ...taggings({ ...post, tags: [] }, post),
  ]);
}

const removeLikes = (postId: string) =>
  removeAll(
    () => Likes.query.likes({ postId }).go({ limit: pageSize }),
    ({ userId }) => Likes.delete({ postId, userId }),
  );

/** The replies themselves are their authors' and stay. */
const removeReplies = (parentId: string) =>
  removeAll(
    () => Replies.query.replies({ parentId }).go({ consistent: true, limit: pageSize }),
    ({ replyId }) => Replies.delete({ parentId, replyId }),
  );

const removeEdits = (postId: string) =>
  removeAll(
    () => PostEdits.query.edits({ postId }).go({ consistent: true, limit: pageSize }),
    ({ version }) => PostEdits.delete({ postId, version }),
  );

/** Removes what is found until nothing is left, as far as one run goes. Whether all is gone. */
async function removeAll<Found>(
  findPage: () => Promise<{ data: Found[]; cursor: string | null }>,
  removal: (found: Found) => Operation,
): Promise<boolean> {
  for (let page = 0; page < pagesPerRun; page++) {
    const { data, cursor } = await findPage();
    await writeMany(data.map(removal));
    if (cursor === null) return true;
  }
  return false;
}

/** Where to go on, or `null` when all followers' entries are gone. */
async function removeEntries(
  { postId, authorId }: Post,
  after: string | undefined,
): Promise<string | null> {
  let cursor = after ?? null;
  for (let page = 0; page < pagesPerRun; page++) {
    const followers: { data: { followerId: string }[]; cursor: string | null } = await Follows.query
      .followers({ followeeId: authorId })
      .go({ limit: pageSize, cursor });
    await writeMany(
      followers.data.map(({ followerId }) =>
        HomeEntries.delete({ viewerId: followerId, entryId: postId }),
      ),
    );
    cursor = followers.cursor;
    if (cursor === null) return null;
  }
  return cursor;
}

/**
 * Removes the post itself with its place in the log. It may move to another chunk between being found
 * and being taken out.
 */
async function removeLast(ctx: Context, { postId, authorId }: Post): Promise<void> {
  await retry(async (again) => {
    const chunk = await chunkWith(authorId, postId);
    if (chunk === undefined) return writeMany([Posts.delete({ postId })]);
    const removal = AuthorLogs.patch({ authorId, chunk })
      .delete({ postIds: [postId] })
      .add({ removals: 1 })
      .where(({ postIds }, { contains }) => contains(postIds, postId));
    await ctx.apply([writeIf(removal, again), write(Posts.delete({ postId }))]);
  });
}

async function chunkWith(authorId: string, postId: string): Promise<string | undefined> {
  const read = (cursor: string | null) =>
    AuthorLogs.query.log({ authorId }).go({ order: 'desc', consistent: true, limit: 500, cursor });
  for await (const chunks of eachPage(read)) {
    const holding = chunks.find(({ postIds }) => postIds?.includes(postId));
    if (holding) return holding.chunk;
  }
  return undefined;
}
