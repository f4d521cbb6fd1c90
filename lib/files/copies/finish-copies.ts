import type { Context } from '../../context.ts';
import { readFile } from '../library/find-file.ts';
import { finishCopy } from './finish-copy.ts';

/** Finishes a copy that was begun, where nobody has. */
export async function finishCopies(ctx: Context, fileId: string): Promise<void> {
  const copy = await readFile(fileId);
  if (copy?.status === 'pending') await finishCopy(ctx, copy);
}
