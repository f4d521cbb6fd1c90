import { createHash } from 'node:crypto';
import type { EntityItem } from 'electrodb';
import type { SystemCaller } from '../caller.ts';
import type { Context } from '../context.ts';
import { metrics } from '../metrics.ts';
import { retryFrom } from '../model/retry.ts';
import { type Item, type Write, write, writeIf } from '../model/write.ts';
import { OutsideEffects } from './outside-effects.entity.ts';
import { type QueueDefinition, queueName } from './queue.ts';

type Effect = EntityItem<typeof OutsideEffects>;

/** As long as a message can be delivered: 14 days in its queue and 14 in the dead-letter queue. */
const keepSeconds = 28 * 24 * 3600;

/** Thrown by an effect that certainly did not happen, so that trying again cannot double it. */
export class EffectNotDone extends Error {
  override readonly name = 'EffectNotDone';
}

/**
 * Does something outside the table for a message: claim, act, record. A message whose effect is
 * recorded does nothing. When a worker dies or loses the reply between act and record, nobody can
 * know whether it happened: the queue's `outsideEffect` says whether it is done again
 * (`at_least_once`) or not (`at_most_once`), and the metric `ambiguousEffects` counts the case.
 *
 * @param act Does it and answers a word about what came of it, which is kept.
 * @param prepare Writes that must stand before; they may happen again with each attempt.
 */
export async function actOutside(
  ctx: Context<SystemCaller>,
  queue: QueueDefinition,
  act: () => Promise<string>,
  prepare: readonly Write<Claim>[] = [],
): Promise<void> {
  const effectKey = createHash('sha256')
    .update(JSON.stringify([queue.id, ctx.requestId]))
    .digest('base64url');
  const time = ctx.now.getTime();
  const record = (state: Effect['state'], attempt: number, more: Partial<Effect> = {}) =>
    OutsideEffects.put({
      effectKey,
      state,
      attempt,
      leaseUntil: time + queue.timeoutSeconds * 1000,
      expiresAt: Math.floor(time / 1000) + keepSeconds,
      ...more,
    });
  const claim = (attempt: number, again: (next: number) => Promise<Claim>): Promise<Claim> => {
    const started = record('started', attempt).where((was, { notExists, eq }) =>
      attempt === 1 ? notExists(was.attempt) : eq(was.attempt, attempt - 1),
    );
    const otherwise = (existing: Item | undefined) => decide(existing, again);
    return ctx.apply([writeIf(started, otherwise), ...prepare], { attempt });
  };
  const decide = async (
    existing: Item | undefined,
    again: (next: number) => Promise<Claim>,
  ): Promise<Claim> => {
    const known = existing && OutsideEffects.parse({ Item: existing }).data;
    if (!known) throw new Error('The record of an effect is not readable');
    if (known.state === 'done' || known.state === 'unknown') return { attempt: undefined };
    if (known.state === 'failed') return again(known.attempt + 1);
    if (known.leaseUntil > time) throw new Error('The effect is under way elsewhere');
    metrics('worker', { queue: queueName(queue) }, { ambiguousEffects: 1 });
    ctx.log.warn('an effect may have happened before', { outsideEffect: queue.outsideEffect });
    if (queue.outsideEffect !== 'at_most_once') return again(known.attempt + 1);
    await ctx.apply([write(record('unknown', known.attempt))], undefined);
    return { attempt: undefined };
  };

  const { attempt } = await retryFrom(1, claim);
  if (attempt === undefined) return;
  try {
    const result = await act();
    await ctx.apply([write(record('done', attempt, { result }))], undefined);
  } catch (error) {
    const outcome =
      error instanceof EffectNotDone
        ? record('failed', attempt)
        : // It may have happened, but this worker is no longer at it: the next need not wait.
          record('started', attempt, { leaseUntil: time });
    // The reply to the record may be all that was lost, or the next worker is at it by now.
    const claimed = outcome.where(
      (was, { eq }) => `${eq(was.state, 'started')} AND ${eq(was.attempt, attempt)}`,
    );
    await ctx.apply([writeIf(claimed, () => undefined)], undefined);
    throw error;
  }
}

/** The attempt that this worker may make; none when there is nothing left to do. */
export interface Claim {
  attempt: number | undefined;
}
