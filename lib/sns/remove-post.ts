import type { UserCaller } from '../auth/caller.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { UserCounters } from '../identity/user-counters.entity.ts';
import { type Otherwise, type Write, write } from '../model/write.ts';
import { findPost } from './find-post.ts';
import { HomeEntries } from './home-entries.entity.ts';
import { Posts } from './posts.entity.ts';

/**
 * Deletes a post of the caller's: gone from every list at once. What hangs on it is removed in the
 * night.
 *
 * @throws AppError `sns.post_not_found` · `sns.post_forbidden`
 */
export async function removePost(ctx: Context<UserCaller>, postId: string): Promise<undefined> {
  const { userId: authorId } = ctx.caller;
  const otherwise = async () => {
    // It is there and visible, and still could not be deleted: it is somebody else's.
    await findPost(ctx, postId);
    throw new AppError('sns.post_forbidden');
  };
  return ctx.commit<undefined>(
    deletion<undefined>({ authorId, postId, now: ctx.now }, otherwise),
    undefined,
  );
}

/** The writes that delete a post of a user; refused when it is deleted, or not theirs. */
export function deletion<Outcome>(
  { authorId: userId, postId, now }: { authorId: string; postId: string; now: Date },
  otherwise: Otherwise<Outcome>,
): Write<Outcome>[] {
  const removal = Posts.patch({ postId })
    .set({ deletedAt: now.toISOString(), removal: 'due' })
    .remove(['text'])
    .where(
      ({ authorId, deletedAt }, { eq, notExists }) =>
        `${eq(authorId, userId)} AND ${notExists(deletedAt)}`,
    );
  return [
    write(removal, { otherwise }),
    write(UserCounters.patch({ userId }).add({ postCount: -1 })),
    write(HomeEntries.delete({ viewerId: userId, entryId: postId })),
  ];
}
