import * as z from 'zod';
import { largestImage } from '../../files/library/image.ts';
import { announcedFile, renditionSize } from '../../files/library/schema.ts';

/** What {@link announcedFile} says, of a picture. */
export const uploadProfileImageInput = announcedFile.omit({ companyId: true }).extend({
  name: announcedFile.shape.name.default('profile-image').meta({ example: 'me.jpg' }),
  contentType: announcedFile.shape.contentType
    .pipe(z.enum(['image/png', 'image/jpeg', 'image/gif', 'image/webp']))
    .meta({ example: 'image/jpeg' }),
  size: z.int().min(1).max(largestImage).meta({ description: 'Bytes' }),
});

export type UploadProfileImageInput = z.output<typeof uploadProfileImageInput>;

export const profileImageStatusView = z.object({
  /** It shows as soon as it is `ready`; what showed before does until then. */
  status: z.enum(['pending', 'ready']),
});

export type ProfileImageStatusView = z.input<typeof profileImageStatusView>;

export const profileImageQuery = z.strictObject({
  size: renditionSize.default(256),
  v: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[0-9a-z]*$/, 'must be as `profileImageUrl` has it')
    .optional()
    .meta({ description: 'Version of the picture: with it the answer may be kept for minutes' }),
});

export type ProfileImageQuery = z.output<typeof profileImageQuery>;
