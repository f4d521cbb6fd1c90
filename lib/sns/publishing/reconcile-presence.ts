import * as z from 'zod';
import { reconcileTies as reconcileCommand } from '../../../events/messages/sns.ts';
import { reconcilePresence as queue } from '../../../events/queues/sns.ts';
import type { Context } from '../../context.ts';
import { accountIs } from '../../identity/accounts/account-is.ts';
import { accountRead } from '../../identity/accounts/authors.ts';
import { UserCounters } from '../../identity/accounts/user-counters.entity.ts';
import { isBeingPurged, type User } from '../../identity/accounts/user-view.ts';
import { getGroups, getTogether } from '../../model/read.ts';
import { type Operation, type Write, writeIf } from '../../model/write.ts';
import { continueLater } from '../../queue/continue-later.ts';
import { draft } from '../../queue/message.ts';
import { Follows } from '../../relations/follows.entity.ts';
import { followRead } from '../../relations/reads.ts';
import { Likes } from '../posts/likes.entity.ts';
import { isThere, type Post } from '../posts/policy.ts';
import { type CountChange, commitCounted } from '../posts/post-counts.ts';
import { likeRead, postRead, replyRead } from '../posts/reads.ts';
import { Replies } from '../posts/replies.entity.ts';
import { AuthorLogs } from '../timeline/author-logs.entity.ts';

/** Ties of a user that are counted elsewhere. */
export const countedTies = reconcileCommand.data.shape.ties.options;

/*
 * Lists leave out who is absent: whose account is deleted or suspended. So that counts agree with them,
 * what an absent account likes, answers and follows is taken out of the counts, and whoever follows it
 * counts it no more; all that comes back with the account. Each such tie says whether it is counted,
 * and changes together with the count and on the condition that the account is still as it was read.
 * So the order of messages does not matter: whichever runs last acts by what is true then, and one
 * that meets another state leaves the rest to the message that tells of it.
 *
 * Nothing that an absent account does is written any more, by conditions of the same transactions.
 */

/** Ties that one run looks at; a command goes on with the rest. */
const perRun = 50;

export interface TiesPart {
  userId: string;
  ties: (typeof countedTies)[number];
  /** Where an earlier run stopped. */
  after?: string | undefined;
  /** Whether this round has changed anything. */
  hasChanged?: boolean | undefined;
}

/** Orders that all ties of an account be counted, or not, after it has gone or come back. */
export function beginReconciling(ctx: Context, { userId }: { userId: string }): Promise<void> {
  return order(
    ctx,
    countedTies.map((ties) => ({ userId, ties })),
  );
}

async function order(ctx: Context, parts: readonly TiesPart[]): Promise<void> {
  await continueLater(
    ctx,
    queue,
    parts.map((part) => draft(reconcileCommand, part.userId, part)),
  );
}

/**
 * Counts a part of an account's ties, or takes them out of the counts, as its state is now. Rounds go
 * through them until one finds nothing to change: an index can tell late of what was just written.
 */
export async function reconcileTies(
  ctx: Context,
  { userId, ties, after, hasChanged = false }: TiesPart,
  limit: number = perRun,
): Promise<void> {
  const [user] = await getTogether([accountRead(userId)], { consistent: true });
  // The purge removes what is left.
  if (!user || isBeingPurged(user)) return;
  const { changes, rest } = await pages[ties](user, limit, after);
  let changed = hasChanged;
  for (const change of changes) {
    const outcome = await make(ctx, user, change);
    // The message that tells of the new state goes through all ties.
    if (outcome === 'overtaken') return;
    changed ||= outcome === 'changed';
  }
  if (rest !== null) await order(ctx, [{ userId, ties, after: rest, hasChanged: changed }]);
  else if (changed) await order(ctx, [{ userId, ties }]);
}

/** That a tie is counted otherwise than it was. */
type Change = {
  /** Marks the tie as counted or not; refused when it is marked so, or gone. */
  mark: Operation;
} & (
  | { post: Post; counts: CountChange }
  | { counterId: string; counts: Partial<Record<'followerCount' | 'followingCount', 1 | -1>> }
);

/** `overtaken`: the state of the account is another than was read. */
type Outcome = 'changed' | 'unchanged' | 'overtaken';

const unchanged = (): Outcome => 'unchanged';

/** Makes a change, unless it is made, or there is nothing any more that would count. */
function make(ctx: Context, { userId, status }: User, change: Change): Promise<Outcome> {
  const writes: Write<Outcome>[] = [
    accountIs(userId, status, () => 'overtaken'),
    writeIf(change.mark, unchanged),
  ];
  if ('post' in change) {
    const { post, counts } = change;
    const counting = { post, change: counts, writes, otherwise: unchanged };
    return commitCounted({ ...ctx, commit: ctx.apply }, { ...counting, outcome: 'changed' });
  }
  const counters = UserCounters.patch({ userId: change.counterId }).add(change.counts);
  return ctx.apply([...writes, writeIf(counters, unchanged)], 'changed');
}

/** A page of an account's ties. */
interface TiesPage {
  /** What has to change of them, as the account is. */
  changes: readonly Change[];
  /** Where the next page begins; `null` after the last. */
  rest: string | null;
}

type FindPage = (user: User, limit: number, after: string | undefined) => Promise<TiesPage>;

const isActive = ({ status }: User) => status === 'active';

/** Whether a tie is counted otherwise than it should be. */
const isWrong = (user: User, isUncounted = false) => isUncounted === isActive(user);

/** The change of a count by one tie. */
const step = (user: User) => (isActive(user) ? 1 : -1);

const pages: Readonly<Record<TiesPart['ties'], FindPage>> = {
  async likes(user, limit, after) {
    const { userId } = user;
    const { data, cursor } = await Likes.query
      .likesOfUser({ userId })
      .go({ limit, cursor: after ?? null });
    const { likes, posts } = await getGroups(
      {
        likes: data.map(({ postId }) => likeRead(postId, userId)),
        posts: data.map(({ postId }) => postRead(postId)),
      },
      { consistent: true },
    );
    const changes = data.flatMap(({ postId }, index): Change[] => {
      const [like, post] = [likes[index], posts[index]];
      if (!like || !isThere(post) || !isWrong(user, like.isUncounted)) return [];
      const edge = Likes.patch({ postId, userId });
      const mark = isActive(user)
        ? edge.remove(['isUncounted']).where((is, { exists }) => exists(is.isUncounted))
        : edge.set({ isUncounted: true }).where((is, { notExists }) => notExists(is.isUncounted));
      return [{ mark, post, counts: { likeCount: step(user) } }];
    });
    return { changes, rest: cursor };
  },

  async replies(user, limit, after) {
    const { postIds, rest } = await loggedPosts(user.userId, limit, after);
    const own = await getTogether(postIds.map(postRead), { consistent: true });
    const answers = own.filter(isThere).flatMap(({ postId: replyId, replyTo: parentId }) => {
      return parentId === undefined ? [] : [{ parentId, replyId }];
    });
    const { replies, posts } = await getGroups(
      {
        replies: answers.map(({ parentId, replyId }) => replyRead(parentId, replyId)),
        posts: answers.map(({ parentId }) => postRead(parentId)),
      },
      { consistent: true },
    );
    const changes = answers.flatMap((answer, index): Change[] => {
      const [reply, post] = [replies[index], posts[index]];
      if (!reply || !isThere(post) || !isWrong(user, reply.isUncounted)) return [];
      const edge = Replies.patch(answer);
      const mark = isActive(user)
        ? edge.remove(['isUncounted']).where((is, { exists }) => exists(is.isUncounted))
        : edge.set({ isUncounted: true }).where((is, { notExists }) => notExists(is.isUncounted));
      return [{ mark, post, counts: { replyCount: step(user) } }];
    });
    return { changes, rest };
  },

  async followers(user, limit, after) {
    const { data, cursor } = await Follows.query
      .followers({ followeeId: user.userId })
      .go({ consistent: true, limit, cursor: after ?? null });
    const changes = data.flatMap(({ followeeId, followerId, isFolloweeUncounted }): Change[] => {
      if (!isWrong(user, isFolloweeUncounted)) return [];
      const edge = Follows.patch({ followeeId, followerId });
      const mark = isActive(user)
        ? edge
            .remove(['isFolloweeUncounted'])
            .where((is, { exists }) => exists(is.isFolloweeUncounted))
        : edge
            .set({ isFolloweeUncounted: true })
            .where((is, { notExists }) => notExists(is.isFolloweeUncounted));
      return [{ mark, counterId: followerId, counts: { followingCount: step(user) } }];
    });
    return { changes, rest: cursor };
  },

  async following(user, limit, after) {
    const { data, cursor } = await Follows.query
      .following({ followerId: user.userId })
      .go({ limit, cursor: after ?? null });
    const follows = await getTogether(
      data.map(({ followerId, followeeId }) => followRead(followerId, followeeId)),
      { consistent: true },
    );
    const changes = follows.flatMap((follow): Change[] => {
      if (!follow || !isWrong(user, follow.isFollowerUncounted)) return [];
      const { followeeId, followerId } = follow;
      const edge = Follows.patch({ followeeId, followerId });
      const mark = isActive(user)
        ? edge
            .remove(['isFollowerUncounted'])
            .where((is, { exists }) => exists(is.isFollowerUncounted))
        : edge
            .set({ isFollowerUncounted: true })
            .where((is, { notExists }) => notExists(is.isFollowerUncounted));
      return [{ mark, counterId: followeeId, counts: { followerCount: step(user) } }];
    });
    return { changes, rest: cursor };
  },
};

const positionInLog = z.object({ cursor: z.string().nullable(), below: z.string().optional() });

/** What an author has posted, the newest first: as much of one chunk of their log as a page takes. */
async function loggedPosts(
  authorId: string,
  limit: number,
  after: string | undefined,
): Promise<{ postIds: string[]; rest: string | null }> {
  const start: z.infer<typeof positionInLog> =
    after === undefined ? { cursor: null } : positionInLog.parse(JSON.parse(after));
  const { below } = start;
  const { data, cursor } = await AuthorLogs.query
    .log({ authorId })
    .go({ order: 'desc', consistent: true, limit: 1, cursor: start.cursor });
  const left = data
    .flatMap(({ postIds = [] }) => postIds)
    .filter((postId) => below === undefined || postId < below)
    .toSorted()
    .toReversed();
  const postIds = left.slice(0, limit);
  if (left.length > limit) {
    return { postIds, rest: JSON.stringify({ ...start, below: postIds.at(-1) }) };
  }
  return { postIds, rest: cursor === null ? null : JSON.stringify({ cursor }) };
}
