import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import type { Page, PageRequest } from '../../schema/page.ts';
import { toFileView } from './file-view.ts';
import { Files } from './files.entity.ts';
import { folderKeyOf } from './folder-key.ts';
import type { FileView } from './schema.ts';

/** The caller's files, the newest first: all, or those in one folder. */
export async function listFiles(
  { caller }: Context<UserCaller>,
  folder: string | undefined,
  { limit, after }: PageRequest,
): Promise<Page<FileView>> {
  const ownerId = caller.userId;
  const wanted = { order: 'desc', limit: limit + 1 } as const;
  const { data } = await (folder === undefined
    ? filesOfOwner(ownerId, after).go(wanted)
    : filesInFolder(ownerId, folder, after).go(wanted));
  const items = data.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(toFileView),
    nextCursor: data.length > limit && last ? last.fileId : null,
  };
}

export function filesOfOwner(ownerId: string, after?: string) {
  const files = Files.query.filesOfOwner({ ownerId });
  return after === undefined ? files : files.lt({ fileId: after });
}

export function filesInFolder(ownerId: string, folder: string, after?: string) {
  const files = Files.query.filesInFolder({ ownerId, folderKey: folderKeyOf(folder) });
  return after === undefined ? files : files.lt({ fileId: after });
}
