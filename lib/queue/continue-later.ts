import { createHash } from 'node:crypto';
import { callerId } from '../caller.ts';
import type { Context } from '../context.ts';
import { enqueue } from './enqueue.ts';
import type { Draft } from './message.ts';
import type { QueueDefinition } from './queue.ts';

/**
 * Sends a worker commands to go on where this call stops. A call that runs again sends the same ones:
 * their ids come of its own id and of where they go on.
 *
 * @param position where the commands go on; all that a command says unless given
 * @throws AppError `request.dependency_unavailable` when SQS keeps refusing some of them
 * @example
 * await continueLater(ctx, queue, [draft(settleRest, fileId, { fileId, after: cursor })], cursor);
 */
export async function continueLater(
  ctx: Pick<Context, 'caller' | 'now' | 'requestId'>,
  queue: QueueDefinition,
  commands: readonly Draft[],
  position?: string,
): Promise<void> {
  await enqueue(
    queue,
    commands.map((command) => ({
      ...command,
      id: continuationId(ctx.requestId, position ?? JSON.stringify(command.data)),
    })),
    { actor: callerId(ctx.caller), now: ctx.now },
  );
}

/** As long however many calls follow each other. */
const continuationId = (requestId: string, position: string) =>
  createHash('sha256')
    .update(JSON.stringify([requestId, position]))
    .digest('base64url');
