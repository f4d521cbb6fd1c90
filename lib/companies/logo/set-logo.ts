import type { UserCaller } from '../../caller.ts';
import { AppError } from '../../errors/app-error.ts';
import { fileForbidden } from '../../files/errors.ts';
import type { StoredFile } from '../../files/library/file-view.ts';
import { findOwnFile } from '../../files/library/find-file.ts';
import { choosePicture } from '../../files/pictures/choose-picture.ts';
import type { PictureStatusView } from '../../files/pictures/schema.ts';
import { write } from '../../model/write.ts';
import { type MemberContext, refuseUnlessOpen } from '../membership/membership.ts';
import { CompanyLogos } from './company-logos.entity.ts';
import { isOpen, logoFrame } from './logo-frame.ts';

/**
 * Makes one of the caller's own files, or of the company's, the logo of the company.
 *
 * @throws AppError as `findOwnFile` · as `choosePicture` · `companies.company_closed` ·
 *   `companies.company_suspended`
 */
export function setLogo(ctx: MemberContext, fileId: string): Promise<PictureStatusView> {
  const { companyId } = ctx.member;
  const { userId: actorId } = ctx.caller;
  return choosePicture(
    ctx,
    () => findChoosable(ctx.caller, fileId, companyId),
    (hanging) => [
      logoFrame.hang(companyId, hanging, isOpen, refuseUnlessOpen),
      write(CompanyLogos.put({ fileId, companyId, actorId })),
    ],
  );
}

/** What was uploaded for a profile goes with that. */
async function findChoosable(
  caller: UserCaller,
  fileId: string,
  companyId: string,
): Promise<StoredFile> {
  const file = await findOwnFile(caller, fileId, companyId);
  if (file.purpose === 'profile_image') throw new AppError(fileForbidden);
  return file;
}
