import type { UserCaller } from '../../caller.ts';
import { config } from '../../config.ts';
import type { Context } from '../../context.ts';
import { FileUsage } from './file-usage.entity.ts';
import type { FileUsageView } from './schema.ts';

/** What the caller's files take, and may take. */

export async function getFileUsage({ caller }: Context<UserCaller>): Promise<FileUsageView> {
  const { data } = await FileUsage.get({ ownerId: caller.userId }).go({ consistent: true });
  return { bytes: data?.bytes ?? 0, files: data?.files ?? 0, quotaBytes: config.fileQuotaBytes };
}
