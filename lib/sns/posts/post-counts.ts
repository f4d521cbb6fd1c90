import { randomInt } from 'node:crypto';
import { config } from '../../config.ts';
import type { Context } from '../../context.ts';
import { find, getTogether, one } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import { type Otherwise, type Write, write, writeIf } from '../../model/write.ts';
import { isThere, type Post } from './policy.ts';
import { PostShards, shardCount } from './post-shards.entity.ts';
import { Posts } from './posts.entity.ts';
import { postRead } from './reads.ts';
import { SpreadPosts } from './spread-posts.entity.ts';

/*
 * How likes and replies are counted. The edge is the truth; the count changes in its transaction, on
 * the post itself. An item takes some hundred transactions a second and no two at once, so when
 * others keep winning a post, its counts are spread: from then on, whoever changes them does so on
 * one of its shards, at random, and whoever reads them adds the shards up. A task folds the shards
 * back into the post once they stand still. Nobody pays for shards but those who read or like a post
 * that has them: the post says so.
 *
 * Nothing that is counted touches a spread post, so that the post can still be edited and deleted.
 * A deleted one is counted on until its shards are removed, before the edges are.
 */
const shards = Array.from({ length: shardCount }, (_, shard) => shard);

/** Changes of place after which a count waits for its turn. */
const mostMoves = 8;

export type CountChange = Partial<Record<'likeCount' | 'replyCount', 1 | -1>>;

export interface Counting<Outcome> {
  post: Pick<Post, 'postId' | 'isSpread' | 'countChanges'>;
  change: CountChange;
  /** What is written together with the count. */
  writes: readonly Write<Outcome>[];
  outcome: Outcome;
  /** The outcome where nobody has changed the counts since the post was read. */
  outcomeAsRead?: Outcome;
  /** The post is deleted, or gone. */
  otherwise: Otherwise<Outcome>;
  /** Also a deleted post counts, until it is removed. */
  evenDeleted?: true;
}

/** Commits writes with what they change of a post's counts. */
export async function commitCounted<Outcome = never>(
  ctx: Context,
  counting: Counting<Outcome>,
): Promise<Outcome> {
  const { post, change, writes, outcome, outcomeAsRead, otherwise, evenDeleted } = counting;
  const { postId, countChanges } = post;
  const changes = { ...change, countChanges: 1 };
  const patience = config.spreadAfterConflicts;
  const onPost = (moves: number): Promise<Outcome> => {
    const counted = Posts.patch({ postId }).add(changes);
    const contended = { after: patience, instead: () => spreadFirst(moves + 1) };
    return ctx.commit(
      [
        ...writes,
        writeIf(
          evenDeleted
            ? counted
            : counted.where(({ deletedAt }, { notExists }) => notExists(deletedAt)),
          otherwise,
          { ...(moves < mostMoves && { contended }) },
        ),
      ],
      outcome,
    );
  };
  const onShard = (moves: number): Promise<Outcome> =>
    ctx.commit(
      [
        ...writes,
        writeIf(
          PostShards.patch({ postId, shard: randomInt(shardCount) }).add(changes),
          () => onPost(moves + 1),
          {
            ...(moves < mostMoves && {
              contended: { after: patience, instead: () => onShard(moves + 1) },
            }),
          },
        ),
      ],
      outcome,
    );
  /** Where others have changed the counts, and nothing else is in the way, what is told is another. */
  const asRead = (outcomeThen: Outcome): Promise<Outcome> => {
    const counted = Posts.patch({ postId })
      .add(changes)
      .where(
        (is, { eq, notExists }) =>
          `${notExists(is.deletedAt)} AND ${notExists(is.isSpread)} AND ${countChanges === undefined ? notExists(is.countChanges) : eq(is.countChanges, countChanges)}`,
      );
    const contended = { after: patience, instead: () => spreadFirst(1) };
    return ctx.commit([...writes, writeIf(counted, () => onPost(0), { contended })], outcomeThen);
  };
  const spreadFirst = async (moves: number) => {
    await spread(ctx, postId);
    return onShard(moves);
  };
  if (post.isSpread) return onShard(0);
  if (patience === 0) return spreadFirst(0);
  return outcomeAsRead === undefined ? onPost(0) : asRead(outcomeAsRead);
}

/** Spreads the counts of a post, unless they are, or the post is gone. */
export async function spread(ctx: Context, postId: string): Promise<void> {
  const post = await find(Posts, { postId });
  if (!post || post.isSpread || post.deletedAt) return;
  const change = Posts.patch({ postId })
    .set({ isSpread: true })
    .where((is, { notExists }) => `${notExists(is.isSpread)} AND ${notExists(is.deletedAt)}`);
  const empty = { likeCount: 0, replyCount: 0, countChanges: 0 };
  await ctx.apply(
    [
      writeIf(change, () => undefined, {
        contended: { after: config.spreadAfterConflicts || 1, instead: () => undefined },
      }),
      ...shards.map((shard) => write(PostShards.put({ postId, shard, ...empty }))),
      write(SpreadPosts.put({ postId })),
    ],
    undefined,
  );
}

const shardRead = (postId: string, shard: number) => one(PostShards, { postId, shard });

type Counts = Pick<Post, 'likeCount' | 'replyCount'>;

function sumOf(parts: readonly Counts[]): Counts {
  return {
    likeCount: parts.reduce((sum, { likeCount }) => sum + likeCount, 0),
    replyCount: parts.reduce((sum, { replyCount }) => sum + replyCount, 0),
  };
}

/** The shards of a deleted post may be gone, and nobody asks what it counts. */
const isSpread = (post: Post) => Boolean(post.isSpread) && isThere(post);

/** Posts with all that they count. One request more when some of them are spread. */
export async function withCounts(posts: readonly (Post | null)[]): Promise<(Post | null)[]> {
  const spreadPosts = posts.filter((post) => post !== null).filter(isSpread);
  if (spreadPosts.length === 0) return [...posts];
  const found = await getTogether(
    spreadPosts.flatMap(({ postId }) => shards.map((shard) => shardRead(postId, shard))),
    { consistent: true },
  );
  const whole = new Map<string, Post>();
  for (const [index, post] of spreadPosts.entries()) {
    const parts = found.slice(index * shardCount, (index + 1) * shardCount);
    whole.set(post.postId, await withShards(post, parts));
  }
  return posts.map((post) => (post && whole.get(post.postId)) ?? post);
}

/** A post as it is now, with all that it counts. */
export function readCounted(postId: string): Promise<Post | null> {
  return retry(async (again) => {
    const post = await find(Posts, { postId });
    if (!post || !isSpread(post)) return post;
    const parts = await getTogether(shardsRead(post), { consistent: true });
    // Folded meanwhile: what stood there stands on the post now.
    return parts.includes(null) ? again() : sumWith(post, parts);
  });
}

/** What {@link withShards} takes, to be read together with other items: nothing unless it is spread. */
export const shardsRead = (post: Post) =>
  isSpread(post) ? shards.map((shard) => shardRead(post.postId, shard)) : [];

/** A post with all that it counts, given its shards. */
export async function withShards(post: Post, parts: readonly (Counts | null)[]): Promise<Post> {
  if (parts.includes(null)) return (await readCounted(post.postId)) ?? post;
  return sumWith(post, parts);
}

function sumWith(post: Post, parts: readonly (Counts | null)[]): Post {
  const { likeCount, replyCount } = sumOf([post, ...parts.filter((part) => part !== null)]);
  // They are not read in one moment: what was added and taken back meanwhile may be seen by halves.
  return { ...post, likeCount: Math.max(0, likeCount), replyCount: Math.max(0, replyCount) };
}

/** Folds the counts of a post back; not while they change. Whether they stand on the post now. */
export async function fold(ctx: Context, postId: string): Promise<boolean> {
  const [post, ...parts] = await getTogether(
    [postRead(postId), ...shards.map((shard) => shardRead(postId, shard))],
    { consistent: true },
  );
  // The shards of a deleted post are removed with it.
  if (!post?.isSpread || post.deletedAt) return true;
  const still = parts.filter((part) => part !== null);
  const { likeCount, replyCount } = sumOf(still);
  const whole = Posts.patch({ postId })
    .add({ likeCount, replyCount, countChanges: 1 })
    .remove(['isSpread'])
    .where((is, { exists, notExists }) => `${exists(is.isSpread)} AND ${notExists(is.deletedAt)}`);
  const isMoving = () => false;
  const contended = { after: 1, instead: isMoving };
  return ctx.apply(
    [
      writeIf(whole, isMoving, { contended }),
      ...still.map(({ shard, countChanges }) =>
        writeIf(
          PostShards.remove({ postId, shard }).where((is, { eq }) =>
            eq(is.countChanges, countChanges),
          ),
          isMoving,
          { contended },
        ),
      ),
      write(SpreadPosts.delete({ postId })),
    ],
    true,
  );
}

/** What is to be deleted of a post's shards before its edges are. */
export const shardRemovals = (postId: string) => [
  ...shards.map((shard) => PostShards.delete({ postId, shard })),
  SpreadPosts.delete({ postId }),
];
