import { listAsLoud as listAsLoudCommand } from '../../../events/messages/sns.ts';
import { promoteAuthor as queue } from '../../../events/queues/sns.ts';
import type { Context } from '../../context.ts';
import { writeIf } from '../../model/write.ts';
import { updateMany } from '../../model/write-many.ts';
import { continueLater } from '../../queue/continue-later.ts';
import { draft } from '../../queue/message.ts';
import { Follows } from '../../relations/follows.entity.ts';
import { AuthorLogs, headChunk } from './author-logs.entity.ts';
import { HomeEntries, loudAuthorsKey } from './home-entries.entity.ts';

/** Followers that one run tells; a command goes on with the rest. */
const perRun = 1000;

/**
 * Begins to make an author loud, as `timeline.ts` explains: from now on, who follows reads the log.
 * Only the first call for an author goes on to tell the followers.
 */
export async function beginPromotion(ctx: Context, { authorId }: { authorId: string }) {
  const begin = AuthorLogs.patch({ authorId, chunk: headChunk })
    .set({ mode: 'promoting' })
    .where(({ mode }, { notExists }) => notExists(mode));
  const isFirst = await ctx.commit([writeIf(begin, () => false)], true);
  if (isFirst) await goOn(ctx, authorId);
}

/**
 * Lists a loud author at those followers after `after` who do not mute them. When all have it, posts are pushed no more.
 */
export async function listAsLoud(
  ctx: Context,
  { authorId, after }: { authorId: string; after?: string | undefined },
) {
  const { data, cursor } = await Follows.query
    .followers({ followeeId: authorId })
    .go({ consistent: true, limit: perRun, cursor: after ?? null });
  await updateMany(
    data
      .filter(({ isMuted }) => !isMuted)
      .map(({ followerId }) => loudAuthor(followerId).add({ loudAuthorIds: [authorId] })),
  );
  if (cursor !== null) return goOn(ctx, authorId, cursor);
  const end = AuthorLogs.patch({ authorId, chunk: headChunk })
    .set({ mode: 'loud', loudAt: ctx.now.toISOString() })
    .where(({ mode }, { eq }) => eq(mode, 'promoting'));
  await ctx.commit([writeIf(end, () => undefined)], undefined);
}

/** The update of a viewer's list of loud authors. */
export const loudAuthor = (viewerId: string) =>
  HomeEntries.update({ viewerId, entryId: loudAuthorsKey });

async function goOn(ctx: Context, authorId: string, after?: string): Promise<void> {
  const command = draft(listAsLoudCommand, authorId, { authorId, after });
  await continueLater(ctx, queue, [command], after ?? '');
}
