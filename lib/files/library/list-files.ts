import type { UserCaller } from '../../caller.ts';
import { findMembership } from '../../companies/membership/membership.ts';
import type { Context } from '../../context.ts';
import { fillPage } from '../../model/fill-page.ts';
import type { Page, PageRequest } from '../../schema/page.ts';
import { requireUnbound } from './credentials.ts';
import { type StoredFile, toFileView } from './file-view.ts';
import { Files } from './files.entity.ts';
import { folderKeyOf } from './folder-key.ts';
import { mayDo } from './policy.ts';
import type { FileView, ListFilesQuery } from './schema.ts';

/**
 * The caller's own files or, of a company's, those that the caller may see, the newest first: all, or
 * those in one folder.
 *
 * @throws AppError `auth.key_bound_to_company` · `companies.company_not_found`
 */
export async function listFiles(
  { caller }: Context<UserCaller>,
  { folder, companyId }: ListFilesQuery,
  page: PageRequest,
): Promise<Page<FileView>> {
  const isSeen = await sightOf(caller, companyId);
  const ownerId = companyId ?? caller.userId;
  return fillPage(
    {
      find: async (limit, after) => {
        const files =
          folder === undefined
            ? filesOfOwner(ownerId, after)
            : filesInFolder(ownerId, folder, after);
        return (await files.go({ order: 'desc', limit })).data;
      },
      positionOf: ({ fileId }) => fileId,
      present: async (files) => files.map((file) => (isSeen(file) ? toFileView(file) : null)),
    },
    page,
  );
}

/** Which of the files that are asked for the caller sees. */
async function sightOf(
  caller: UserCaller,
  companyId: string | undefined,
): Promise<(file: StoredFile) => boolean> {
  if (companyId === undefined) {
    requireUnbound(caller);
    return () => true;
  }
  const { role } = await findMembership(caller, companyId);
  const { userId } = caller;
  return ({ visibility, makerId }) =>
    mayDo('see', visibility, { role, isMaker: makerId === userId });
}

export function filesOfOwner(ownerId: string, after?: string) {
  const files = Files.query.filesOfOwner({ ownerId });
  return after === undefined ? files : files.lt({ fileId: after });
}

export function filesInFolder(ownerId: string, folder: string, after?: string) {
  const files = Files.query.filesInFolder({ ownerId, folderKey: folderKeyOf(folder) });
  return after === undefined ? files : files.lt({ fileId: after });
}
