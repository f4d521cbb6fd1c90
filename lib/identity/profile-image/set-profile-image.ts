import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { findOwnFile } from '../../files/library/find-file.ts';
import { choosePicture } from '../../files/pictures/choose-picture.ts';
import type { PictureStatusView } from '../../files/pictures/schema.ts';
import { hangOnProfile } from './profile-frame.ts';

/**
 * Makes one of the caller's own files their profile image.
 *
 * @throws AppError as `findOwnFile` · as `choosePicture`
 */
export const setProfileImage = (
  ctx: Context<UserCaller>,
  fileId: string,
): Promise<PictureStatusView> =>
  choosePicture(
    ctx,
    () => findOwnFile(ctx.caller, fileId),
    (hanging) => [hangOnProfile(ctx.caller, hanging)],
  );
