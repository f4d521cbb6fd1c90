import type { Context } from '../context.ts';
import { write } from '../model/write.ts';
import { AuthorLogs, chunkName, headChunk } from './author-logs.entity.ts';
import { chunksToSeal } from './log-chunks.ts';

/** Moves what is old in the head of an author's log into numbered chunks. */
export async function sealLog(ctx: Context, { authorId }: { authorId: string }) {
  const key = { authorId, chunk: headChunk };
  const { data: head } = await AuthorLogs.get(key).go({ consistent: true });
  const chunks = chunksToSeal(head?.postIds ?? [], ctx.now);
  if (chunks.length === 0) return;
  const sealed = head?.sealed ?? 0;
  const shorter = AuthorLogs.patch(key)
    .delete({ postIds: chunks.flat() })
    .add({ sealed: chunks.length })
    .where((attributes, { eq, notExists }) =>
      sealed === 0 ? notExists(attributes.sealed) : eq(attributes.sealed, sealed),
    );
  await ctx.commit<void>(
    [
      // Somebody else sealed meanwhile.
      write<void>(shorter, { otherwise: () => undefined }),
      ...chunks.map((postIds, index) =>
        write<void>(AuthorLogs.create({ authorId, chunk: chunkName(sealed + index), postIds })),
      ),
    ],
    undefined,
  );
}
