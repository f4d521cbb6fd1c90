import type * as z from 'zod';
import { announcedPicture } from '../../files/pictures/schema.ts';

export const uploadProfileImageInput = announcedPicture('profile-image');

export type UploadProfileImageInput = z.output<typeof uploadProfileImageInput>;
