import type { SystemCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { getTogether, one } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import { exists } from '../../model/write.ts';
import { removal } from '../library/change-file.ts';
import type { StoredFile } from '../library/file-view.ts';
import { Files } from '../library/files.entity.ts';
import type { Frame, Hanging, Hung } from './frame.ts';

const readBoth = (frame: Frame, id: string, fileId: string) =>
  getTogether([frame.read(id), one(Files, { fileId })], { consistent: true });

/**
 * Has the frame of an item follow what became of a picture: rendered, refused or deleted.
 *
 * @param by Who shows it, where that is not the caller.
 */
export function settlePicture(
  ctx: Context<SystemCaller>,
  frame: Frame,
  { id, fileId, by }: { id: string; fileId: string; by?: string },
): Promise<void> {
  return retry(async (again) => {
    const [hung, file] = await readBoth(frame, id, fileId);
    const hanging = hung && settled(hung, fileId, file);
    if (!hanging) return;
    await ctx.apply(
      [
        // Where somebody was faster, it is looked at again.
        frame.hang(id, hanging, frame.isAsRead(hung), again),
        ...(hanging.shown ? [exists(Files, { fileId }, again)] : []),
      ],
      undefined,
      by === undefined ? undefined : { actor: by },
    );
  });
}

/** What is to hang by what became of a picture; `undefined` where that changes nothing. */
export function settled(
  { shown, awaited }: Hung,
  fileId: string,
  file: Pick<StoredFile, 'image'> | null,
): Hanging | undefined {
  if (awaited === fileId && file?.image?.state === 'ready') return { shown: fileId, awaited: null };
  if (awaited === fileId && (!file || file.image)) return { awaited: null };
  return shown === fileId && !file ? { shown: null } : undefined;
}

/**
 * Removes a file that was uploaded for a frame, and is not in it; whether it did.
 *
 * @param evenRefused Also one of which nothing can be made: it stays until the night, so that who has
 *   uploaded it sees why.
 */
export function removeUnusedPicture(
  ctx: Context<SystemCaller>,
  frame: Frame,
  { id, fileId, evenRefused }: { id: string; fileId: string; evenRefused: boolean },
): Promise<boolean> {
  return retry(async (again) => {
    const [hung, file] = await readBoth(frame, id, fileId);
    const isUsed = hung?.shown === fileId || hung?.awaited === fileId;
    if (file?.purpose !== frame.purpose || isUsed) return false;
    if (file.image?.state === 'failed' && !evenRefused) return false;
    // Somebody may have taken it back meanwhile.
    return ctx.apply([...removal(file, again), frame.isUnused(id, fileId, again)], true);
  });
}
