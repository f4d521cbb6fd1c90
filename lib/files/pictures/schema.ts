import * as z from 'zod';
import { largestImage } from '../library/image.ts';
import { announcedFile, renditionSize } from '../library/schema.ts';

/** What {@link announcedFile} says, of a picture that shows somewhere; `name` is what it is called unless told. */
export const announcedPicture = (name: string) =>
  announcedFile.omit({ companyId: true }).extend({
    name: announcedFile.shape.name.default(name).meta({ example: `${name}.jpg` }),
    contentType: announcedFile.shape.contentType
      .pipe(z.enum(['image/png', 'image/jpeg', 'image/gif', 'image/webp']))
      .meta({ example: 'image/jpeg' }),
    size: z.int().min(1).max(largestImage).meta({ description: 'Bytes' }),
  });

export const pictureStatusView = z.object({
  /** It shows as soon as it is `ready`; what showed before does until then. */
  status: z.enum(['pending', 'ready']),
});

export type PictureStatusView = z.input<typeof pictureStatusView>;

export const pictureQuery = z.strictObject({
  size: renditionSize.default(256),
  v: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[0-9a-z]*$/, 'must be as the address of the picture has it')
    .optional()
    .meta({ description: 'Version of the picture: with it the answer may be kept for minutes' }),
});

export type PictureQuery = z.output<typeof pictureQuery>;
