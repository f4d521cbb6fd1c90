import type { Context } from '../../context.ts';
import { find } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import { impossible, writeIf } from '../../model/write.ts';
import { AuthorLogs, chunkName, headChunk } from './author-logs.entity.ts';
import { chunksToSeal } from './log-chunks.ts';

/** Moves what is old in the head of an author's log into numbered chunks. */
export function sealAuthorLog(ctx: Context, { authorId }: { authorId: string }) {
  return retry(async (again) => {
    const key = { authorId, chunk: headChunk };
    const head = await find(AuthorLogs, key);
    const chunks = chunksToSeal(head?.postIds ?? [], ctx.now);
    if (chunks.length === 0) return;
    const { sealed = 0, removals = 0 } = head ?? {};
    const shorter = AuthorLogs.patch(key)
      .delete({ postIds: chunks.flat() })
      .add({ sealed: chunks.length })
      .where((is, { eq, notExists }) => {
        const areSealed = sealed === 0 ? notExists(is.sealed) : eq(is.sealed, sealed);
        const areRemoved = removals === 0 ? notExists(is.removals) : eq(is.removals, removals);
        return `${areSealed} AND ${areRemoved}`;
      });
    await ctx.commit(
      [
        // Somebody sealed or removed meanwhile: what is left to seal is another set of posts.
        writeIf(shorter, again),
        ...chunks.map((postIds, index) =>
          writeIf(
            AuthorLogs.create({ authorId, chunk: chunkName(sealed + index), postIds }),
            impossible,
          ),
        ),
      ],
      undefined,
    );
  });
}
