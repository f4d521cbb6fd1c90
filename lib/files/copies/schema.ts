import * as z from 'zod';
import { id } from '../../schema/ids.ts';
import { fileName, folder, visibility } from '../library/schema.ts';

/** What is left out is as the original has it; of another owner's, its folder is not taken over. */
export const copyFileInput = z.strictObject({
  name: fileName.optional(),
  /** Makes the copy a file of this company. */
  companyId: id('company').optional(),
  folder: folder.optional(),
  visibility: visibility.default('private'),
});

export type CopyFileInput = z.output<typeof copyFileInput>;
