import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { ownershipOf } from '../../files/library/new-file.ts';
import type { CreatedFileView } from '../../files/library/schema.ts';
import { announceFile } from '../../files/uploads/create-file.ts';
import type { UploadProfileImageInput } from './schema.ts';

/**
 * Announces a file that is for nothing but the caller's profile: it goes when another takes its place.
 *
 * @throws AppError `files.quota_exceeded` · `files.company_required`
 */
export async function uploadProfileImage(
  ctx: Context<UserCaller>,
  input: UploadProfileImageInput,
): Promise<CreatedFileView> {
  const ownership = await ownershipOf(ctx.caller, { visibility: input.visibility });
  return announceFile(ctx, input, { ...ownership, purpose: 'profile_image' });
}
