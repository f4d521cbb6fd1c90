import * as z from 'zod';
import { fileName, folder, visibility } from '../library/schema.ts';

/** What is left out is as the original has it; of another's, its folder is not taken over. */

export const copyFileInput = z.strictObject({
  name: fileName.optional(),
  folder: folder.optional(),
  visibility: visibility.default('private'),
});

export type CopyFileInput = z.output<typeof copyFileInput>;
