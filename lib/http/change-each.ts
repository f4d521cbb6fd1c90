import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';

/** What became of each record, in the order asked. */
export interface BulkOutcome {
  items: BulkItem[];
  changed: number;
  failed: number;
}

interface BulkItem {
  id: string;
  ok: boolean;
  version?: number;
  error?: { code: string; status: number; title: string };
}

/**
 * Changes records one by one, each by its own commit, and commits the outcome last. A refusal is told
 * beside its record; a failure of ours ends the call, and its repeat goes on.
 *
 * @param change Changes one record by `ctx.apply` and gives its new version. It changes nothing where
 * the record is already as asked.
 */
export async function changeEach(
  ctx: Context,
  ids: readonly string[],
  change: (id: string) => Promise<number>,
): Promise<BulkOutcome> {
  const items: BulkItem[] = [];
  for (const id of ids) items.push(await changeOne(id, change));
  const changed = items.filter(({ ok }) => ok).length;
  return ctx.commit([], { items, changed, failed: items.length - changed });
}

async function changeOne(id: string, change: (id: string) => Promise<number>): Promise<BulkItem> {
  try {
    return { id, ok: true, version: await change(id) };
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    const { code, status, title } = error;
    return { id, ok: false, error: { code, status, title } };
  }
}
