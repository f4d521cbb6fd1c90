import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import type { CreatedFileView } from '../../files/library/schema.ts';
import { createFile } from '../../files/uploads/create-file.ts';
import type { UploadProfileImageInput } from './schema.ts';

/**
 * Announces a file that is for nothing but the caller's profile: it goes when another takes its place.
 *
 * @throws AppError `files.quota_exceeded` · `files.company_required`
 */
export const uploadProfileImage = (
  ctx: Context<UserCaller>,
  input: UploadProfileImageInput,
): Promise<CreatedFileView> => createFile(ctx, input, 'profile_image');
