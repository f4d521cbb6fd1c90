import type { SystemCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { removeUnusedPicture, settlePicture } from '../../files/pictures/settle-picture.ts';
import type { FileUse } from '../../files/uses.ts';
import { write } from '../../model/write.ts';
import { CompanyLogos } from './company-logos.entity.ts';
import { logoFrame } from './logo-frame.ts';

/** Companies that are looked at before the next are asked for. */
const pageSize = 25;

export const companiesShowing = (fileId: string) => CompanyLogos.query.companies({ fileId });

/** Has the companies whose logo a picture is, or is to be, follow what became of it. */
export async function settleLogos(ctx: Context<SystemCaller>, fileId: string): Promise<void> {
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof pageOf>> = await pageOf(fileId, cursor);
    for (const { companyId, actorId } of page.data) {
      await settlePicture(ctx, logoFrame, { id: companyId, fileId, by: actorId });
    }
    cursor = page.cursor;
  } while (cursor !== null);
}

const pageOf = (fileId: string, cursor: string | null) =>
  companiesShowing(fileId).go({ consistent: true, limit: pageSize, cursor });

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
