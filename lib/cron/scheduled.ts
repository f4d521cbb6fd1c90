import * as z from 'zod';
import type { SystemCaller } from '../caller.ts';
import { now } from '../clock.ts';
import type { Context } from '../context.ts';
import { createLog } from '../log.ts';
import { transactionsOf } from '../model/commit.ts';
import { writeIf } from '../model/write.ts';
import { traced } from '../trace.ts';
import { type TaskDefinition, taskName } from './task.ts';
import { TaskRuns } from './task-runs.entity.ts';

/** What EventBridge Scheduler sends: the time for which the run was planned. */
export const scheduledEvent = z.object({ scheduledTime: z.iso.datetime() });

/** What an operator sends instead: a run of now, unless said, that does what the task holds back. */
const forcedEvent = z.object({
  force: z.literal(true),
  scheduledTime: z.iso.datetime().optional(),
});

const taskEvent = z.union([forcedEvent, scheduledEvent]);

export type TaskHandler = (event: unknown) => Promise<void>;

const keepSeconds = 90 * 24 * 3600;

/**
 * Makes the Lambda function of a scheduled task. A slot succeeds once, however often it is fired; a
 * run that failed or died may be fired again. Fired while a run may be under way it fails, so that
 * Lambda fires it again: that run may have died.
 *
 * @example
 * export const handler = scheduled(purgeDeletedPosts, (ctx) => purgePosts(ctx));
 */
export function scheduled(
  task: TaskDefinition,
  run: (ctx: Context<SystemCaller>, slot: Date, how: { force: boolean }) => Promise<unknown>,
): TaskHandler {
  return async (event) => {
    const { slot, force } = read(event);
    const key = { task: taskName(task), slot: slot.toISOString() };
    const requestId = `${key.task}:${key.slot}`;
    const ctx = contextOf(task, requestId, createLog(key));
    await traced({ functionId: task.id, requestId }, async () => {
      if (!(await claim(ctx, task, key))) return ctx.log.info('slot already done');
      try {
        await run(ctx, slot, { force });
      } catch (error) {
        ctx.log.error('task failed', { error });
        await finish(ctx, key, 'failed');
        throw error;
      }
      await finish(ctx, key, 'succeeded');
      ctx.log.info('task done');
    });
  };
}

function read(event: unknown): { slot: Date; force: boolean } {
  const parsed = taskEvent.parse(event);
  const slot = parsed.scheduledTime === undefined ? now() : new Date(parsed.scheduledTime);
  slot.setUTCSeconds(0, 0);
  return { slot, force: 'force' in parsed };
}

function contextOf(
  task: TaskDefinition,
  requestId: string,
  log: Context['log'],
): Context<SystemCaller> {
  const caller: SystemCaller = { kind: 'system', name: task.id };
  const time = now();
  return {
    caller,
    now: time,
    requestId,
    log,
    ...transactionsOf({ caller, now: time }),
  };
}

interface SlotKey {
  task: string;
  slot: string;
}

/** Whether the slot is to be run now; not when it was. @throws Error when it may be under way */
async function claim(ctx: Context, task: TaskDefinition, key: SlotKey): Promise<boolean> {
  const time = ctx.now.getTime();
  const run = TaskRuns.put({
    ...key,
    state: 'running',
    startedAt: ctx.now.toISOString(),
    leaseUntil: time + task.timeoutSeconds * 1000,
    expiresAt: Math.floor(time / 1000) + keepSeconds,
  }).where(
    ({ state, leaseUntil }, { notExists, eq, lt }) =>
      `${notExists(state)} OR ${eq(state, 'failed')} OR (${eq(state, 'running')} AND ${lt(leaseUntil, time)})`,
  );
  return ctx.commit(
    [
      writeIf(run, (existing) => {
        if (existing?.state !== 'succeeded') throw new Error('The slot is under way elsewhere');
        return false;
      }),
    ],
    true,
  );
}

/** A run that was taken over meanwhile has no say any more. */
async function finish(ctx: Context, key: SlotKey, state: 'succeeded' | 'failed'): Promise<void> {
  const run = TaskRuns.patch(key)
    .set({ state, finishedAt: now().toISOString() })
    .where(({ startedAt }, { eq }) => eq(startedAt, ctx.now.toISOString()));
  await ctx.commit([writeIf(run, () => undefined)], undefined);
}
