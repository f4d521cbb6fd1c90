import type { SystemCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { eachPage } from '../../model/pages.ts';
import { purgeableUntil } from '../accounts/purge-time.ts';
import { Users } from '../accounts/users.entity.ts';
import { orderPurges } from './purge-account.ts';

const pageSize = 500;

/**
 * Orders the purge of accounts whose time is over, those that wait longest first. One whose purge has
 * stopped half-way is ordered again.
 */
export async function purgeDeletedAccounts(ctx: Context<SystemCaller>, slot: Date): Promise<void> {
  const read = (cursor: string | null) =>
    Users.query
      .purges({ purge: 'due' })
      .lte({ deletedAt: purgeableUntil(slot) })
      .go({ limit: pageSize, cursor });
  for await (const due of eachPage(read)) {
    await orderPurges(
      ctx,
      due.map(({ userId, deletedAt = '' }) => ({ userId, deletedAt })),
    );
  }
}
