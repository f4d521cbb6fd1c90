import type * as z from 'zod';
import { announcedPicture } from '../../files/pictures/schema.ts';

export const uploadLogoInput = announcedPicture('logo');

export type UploadLogoInput = z.output<typeof uploadLogoInput>;
