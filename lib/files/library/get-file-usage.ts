import type { UserCaller } from '../../caller.ts';
import { config } from '../../config.ts';
import type { Context } from '../../context.ts';
import { find } from '../../model/read.ts';
import { FileUsage } from './file-usage.entity.ts';
import type { FileUsageView } from './schema.ts';

/** What the caller's files take, and may take. */
export async function getFileUsage({ caller }: Context<UserCaller>): Promise<FileUsageView> {
  const usage = await find(FileUsage, { ownerId: caller.userId });
  return { bytes: usage?.bytes ?? 0, files: usage?.files ?? 0, quotaBytes: config.fileQuotaBytes };
}
