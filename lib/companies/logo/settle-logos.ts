import { settleLogos as settleLogosCommand } from '../../../events/messages/companies.ts';
import { settleLogos as queue } from '../../../events/queues/companies.ts';
import type { SystemCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { removeUnusedPicture, settlePicture } from '../../files/pictures/settle-picture.ts';
import type { FileUse } from '../../files/uses.ts';
import { write } from '../../model/write.ts';
import { continueLater } from '../../queue/continue-later.ts';
import { draft } from '../../queue/message.ts';
import { CompanyLogos } from './company-logos.entity.ts';
import { logoFrame } from './logo-frame.ts';

/** Companies that one message looks at; a command goes on with the rest. */
export const companiesPerRun = 25;

export const companiesShowing = (fileId: string) => CompanyLogos.query.companies({ fileId });

/**
 * Has the companies whose logo a picture is, or is to be, follow what became of it.
 *
 * @param after Where an earlier run stopped.
 */
export async function settleLogos(
  ctx: Context<SystemCaller>,
  { fileId, after }: { fileId: string; after?: string | undefined },
): Promise<void> {
  const { data, cursor } = await companiesShowing(fileId).go({
    consistent: true,
    limit: companiesPerRun,
    cursor: after ?? null,
  });
  for (const { companyId, actorId } of data) {
    await settlePicture(ctx, logoFrame, { id: companyId, fileId, by: actorId });
  }
  if (cursor === null) return;
  const rest = draft(settleLogosCommand, fileId, { fileId, after: cursor });
  await continueLater(ctx, queue, [rest], cursor);
}

/** Lets go of files that are the logo of a company no more; those go that were uploaded for that alone. */
export async function releaseLogos(
  ctx: Context<SystemCaller>,
  companyId: string,
  fileIds: readonly string[],
): Promise<void> {
  for (const fileId of fileIds) {
    await removeUnusedPicture(ctx, logoFrame, { id: companyId, fileId, evenRefused: false });
    await ctx.apply([
      write(CompanyLogos.delete({ fileId, companyId })),
      // Somebody may have taken it back meanwhile.
      logoFrame.isUnused(companyId, fileId, () => undefined),
    ]);
  }
}

/** Logos. */
export const logoUse: FileUse = {
  removeUnused: (ctx, { fileId, ownerId }) =>
    removeUnusedPicture(ctx, logoFrame, { id: ownerId, fileId, evenRefused: true }),
};
