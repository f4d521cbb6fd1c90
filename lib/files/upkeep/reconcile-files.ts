import type { SystemCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { hoursBefore, orderReconciliation } from './reconcile-contents.ts';

/** Hours that an object may be there before anybody knows of it. */
const graceHours = 24;

/**
 * Orders that objects and items are compared.
 *
 * @param force removes objects that no file needs however many they are
 */
export const reconcileFiles = (
  ctx: Context<SystemCaller>,
  slot: Date,
  force: boolean,
): Promise<void> =>
  orderReconciliation(ctx, { of: 'objects', olderThan: hoursBefore(slot, graceHours), force });
