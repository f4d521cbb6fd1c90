import type { SystemCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { removal } from '../library/change-file.ts';
import { readFile } from '../library/find-file.ts';
import { Uploads } from '../library/uploads.entity.ts';
import { longestWaitHours } from './longest-wait.ts';

const pageSize = 100;

/** What one run removes at most; the next goes on. */
const pagesPerRun = 20;

/** Removes the files that have waited for their content for too long. */
export async function expireFiles(ctx: Context<SystemCaller>, slot: Date): Promise<void> {
  const latest = new Date(slot.getTime() - longestWaitHours * 3_600_000).toISOString();
  let removed = 0;
  for (let page = 0; page < pagesPerRun; page++) {
    const { data } = await uploadsUntil(latest).go({ limit: pageSize });
    for (const { fileId } of data) await expire(ctx, fileId);
    removed += data.length;
    if (data.length < pageSize) break;
  }
  ctx.log.info('pending files have expired', { removed });
}

export const uploadsUntil = (latest: string) =>
  Uploads.query.awaited({ list: 'awaited' }).lte({ startedAt: latest });

async function expire(ctx: Context<SystemCaller>, fileId: string): Promise<void> {
  const file = await readFile(fileId);
  if (file?.status !== 'pending') return;
  await ctx.apply(removal(file, () => undefined));
}
