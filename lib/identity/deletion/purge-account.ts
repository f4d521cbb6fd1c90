import { purgeAccount as purgeCommand } from '../../../events/messages/identity.ts';
import { purgeAccount as queue } from '../../../events/queues/identity.ts';
import type { SystemCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { getTogether, one } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import { impossible, type Write, write, writeIf } from '../../model/write.ts';
import type { PurgeStep } from '../../purge/purge-step.ts';
import { continueLater } from '../../queue/continue-later.ts';
import { draft } from '../../queue/message.ts';
import { AddressClaims } from '../accounts/address-claims.entity.ts';
import { accountRead } from '../accounts/authors.ts';
import { HandleClaims } from '../accounts/handle-claims.entity.ts';
import { handleKey } from '../accounts/keys.ts';
import { UserCounters } from '../accounts/user-counters.entity.ts';
import { removeTerms } from '../accounts/user-terms.ts';
import { isBeingPurged, type User } from '../accounts/user-view.ts';
import { Users } from '../accounts/users.entity.ts';
import { PurgeReceipts } from './purge-receipts.entity.ts';

type PurgeContext = Context<SystemCaller>;

/** Parts that one run removes; a command goes on with the rest. */
export const partsPerRun = 50;

/** And for so long; the largest part takes a fraction of what is left of the run's time then. */
const runMilliseconds = 45_000;

interface Purge {
  userId: string;
  /** RFC 3339; tells this deletion from a later one. */
  deletedAt: string;
  /** Id of the step to go on with; its beginning when left out. */
  step?: string | undefined;
  /** Where the step goes on. */
  after?: string | undefined;
  hasRemoved?: boolean | undefined;
}

/** Orders that accounts are purged, or what is left of them. */
export async function orderPurges(ctx: PurgeContext, purges: readonly Purge[]): Promise<void> {
  await continueLater(
    ctx,
    queue,
    purges.map((purge) => draft(purgeCommand, purge.userId, purge)),
  );
}

/**
 * Purges a deleted account, or goes on with it: rounds through the steps of every domain until one
 * finds nothing any more, so that what others were just writing is found as well. An account that its
 * owner has signed in to meanwhile stays.
 */
export async function purgeAccount(
  ctx: PurgeContext,
  purgeSteps: readonly PurgeStep[],
  from: Purge,
): Promise<void> {
  if (!(await begin(ctx, from))) return;
  const { userId, deletedAt } = from;
  let index = Math.max(
    0,
    purgeSteps.findIndex(({ id }) => id === from.step),
  );
  let { after, hasRemoved = false } = from;
  const stopAt = performance.now() + runMilliseconds;
  for (let part = 0; part < partsPerRun && performance.now() < stopAt; part++) {
    const step = purgeSteps[index];
    if (!step) {
      if (!hasRemoved) return finish(ctx, userId);
      [index, hasRemoved] = [0, false];
      continue;
    }
    const done = await step.removePart(ctx, userId, after);
    hasRemoved ||= done.hasRemoved;
    after = done.rest;
    if (after === undefined) index += 1;
  }
  await orderPurges(ctx, [{ userId, deletedAt, step: purgeSteps[index]?.id, after, hasRemoved }]);
}

/**
 * Takes what signs in to the account and tells whose it was, from which moment nobody can undo its
 * deletion. Whether it is being purged now, by this or an earlier call.
 */
function begin(ctx: PurgeContext, from: Purge): Promise<boolean> {
  return retry(async (again) => {
    const { userId, deletedAt } = from;
    const [user, counters] = await getTogether(
      [accountRead(userId), one(UserCounters, { userId })],
      {
        consistent: true,
      },
    );
    // A message can be late: the account may be back, or have been deleted again.
    if (user?.deletedAt !== deletedAt) return false;
    if (isBeingPurged(user)) return true;
    const begunAt = ctx.now.toISOString();
    const receipt = PurgeReceipts.put({
      userId,
      deletedAt,
      begunAt,
      postCount: counters?.postCount ?? 0,
      followerCount: counters?.followerCount ?? 0,
      followingCount: counters?.followingCount ?? 0,
    });
    const nameless = Users.patch({ userId })
      .set({ purgingSince: begunAt, handle: '', name: '', bio: '', emailVerified: false })
      .remove(['email', 'profileImageId', 'awaitedImageId'])
      .add({ version: 1 })
      .where(
        (is, { eq, notExists }) =>
          `${eq(is.deletedAt, deletedAt)} AND ${eq(is.version, user.version)} AND ${notExists(is.purgingSince)}`,
      );

    return ctx.apply(
      [
        writeIf(nameless, again),
        ...claimRemovals(user, again),
        ...removeTerms(user),
        write(receipt),
      ],
      true,
    );
  });
}

function claimRemovals<Outcome = never>(
  { userId, addressKey, handle }: User,
  otherwise: () => Promise<Outcome>,
): Write<Outcome>[] {
  const ofHandle = HandleClaims.remove({ handleKey: handleKey(handle) }).where((is, { eq }) =>
    eq(is.userId, userId),
  );
  if (addressKey === undefined) return [writeIf(ofHandle, otherwise)];
  const ofAddress = AddressClaims.remove({ addressKey }).where((is, { eq }) =>
    eq(is.userId, userId),
  );
  return [writeIf(ofHandle, otherwise), writeIf(ofAddress, otherwise)];
}

/** Removes the account itself, and says on its receipt that nothing is left. */
async function finish(ctx: PurgeContext, userId: string): Promise<void> {
  const removal = Users.remove({ userId }).where((is, { exists }) => exists(is.purgingSince));
  const receipt = PurgeReceipts.patch({ userId }).set({ purgedAt: ctx.now.toISOString() });
  await ctx.apply([writeIf(removal, () => undefined), writeIf(receipt, impossible)], undefined);
}
