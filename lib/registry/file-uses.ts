import { logoUse } from '../companies/logo/settle-logos.ts';
import type { FileUse } from '../files/uses.ts';
import { profileImageUse } from '../identity/profile-image/settle-profile-images.ts';
import { postImageUse } from '../sns/images/see-post-image.ts';

/** The places where files are shown, of every domain. */
export const fileUses: readonly FileUse[] = [profileImageUse, postImageUse, logoUse];
