import type { SystemCaller, UserCaller } from '../caller.ts';
import type { Context } from '../context.ts';
import type { StoredFile } from './library/file-view.ts';

/** A place where files are shown, such as posts; files know none of them. */
export interface FileUse {
  /**
   * Whether somebody may see the renditions of a file there, whoever may see the file by itself.
   *
   * @param place Names of things that the file was found in, such as `{ post }`.
   */
  sees?(
    caller: UserCaller,
    file: StoredFile,
    place: Readonly<Record<string, string | undefined>>,
  ): Promise<boolean>;
  /** Removes a file that was uploaded for this use alone and is not used; whether it did. */
  removeUnused?(ctx: Context<SystemCaller>, file: StoredFile): Promise<boolean>;
}
