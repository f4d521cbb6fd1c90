import type { Context } from '../../context.ts';
import { UserCounters } from '../../identity/accounts/user-counters.entity.ts';
import { retryFrom } from '../../model/retry.ts';
import { type Item, impossible, type Write, write, writeIf } from '../../model/write.ts';
import { isThere } from '../posts/policy.ts';
import { commitCounted } from '../posts/post-counts.ts';
import { Posts } from '../posts/posts.entity.ts';
import { Replies } from '../posts/replies.entity.ts';
import { HomeEntries } from '../timeline/home-entries.entity.ts';

interface Deletion {
  authorId: string;
  postId: string;
  /** What it is found to answer. */
  replyTo?: string | undefined;
  /** What it answered is removed: there is nothing left that counts it. */
  isParentGone?: true;
  /** What is written with its removal. */
  also?: readonly Write<undefined>[];
}

/** Deletes a post of a user. @param otherwise it is deleted already, or not theirs */
export function markPostDeleted(
  ctx: Context,
  asked: Deletion,
  otherwise: () => Promise<undefined>,
): Promise<undefined> {
  return retryFrom(asked, async (deletion, again) => {
    const { authorId: userId, postId, replyTo, isParentGone, also = [] } = deletion;
    const removal = Posts.patch({ postId })
      .set({ deletedAt: ctx.now.toISOString(), removal: 'due' })
      .remove(['text', 'mentions'])
      .where(
        (is, { eq, notExists }) =>
          `${eq(is.authorId, userId)} AND ${notExists(is.deletedAt)} AND ${replyTo === undefined ? notExists(is.replyTo) : eq(is.replyTo, replyTo)}`,
      );
    const asFound = (existing: Item | undefined) => {
      const post = existing && Posts.parse({ Item: existing }).data;
      const isOther = isThere(post) && post.authorId === userId && post.replyTo !== replyTo;
      return isOther ? again({ ...deletion, replyTo: post.replyTo }) : otherwise();
    };
    const writes = [
      writeIf(removal, asFound),
      writeIf(UserCounters.patch({ userId }).add({ postCount: -1 }), impossible),
      write(HomeEntries.delete({ viewerId: userId, entryId: postId })),
      ...also,
    ];
    if (replyTo === undefined || isParentGone) return ctx.commit(writes, undefined);
    const reply = { parentId: replyTo, replyId: postId };
    const counted = Replies.delete(reply).where((is, { notExists }) => notExists(is.isUncounted));
    /** Its author was absent, and what they answered does not count it again yet, or never will. */
    const removeUncounted = () => {
      const uncounted = Replies.remove(reply).where((is, { exists }) => exists(is.isUncounted));
      return ctx.commit([...writes, writeIf(uncounted, () => again(deletion))], undefined);
    };
    return commitCounted(ctx, {
      post: { postId: replyTo },
      change: { replyCount: -1 },
      writes: [...writes, writeIf(counted, removeUncounted)],
      outcome: undefined,
      otherwise: () => again({ ...deletion, isParentGone: true }),
      evenDeleted: true,
    });
  });
}
