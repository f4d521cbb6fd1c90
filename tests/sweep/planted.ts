import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { dynamodb } from '../../lib/aws/dynamodb.ts';
import { config } from '../../lib/config.ts';
import { AppError } from '../../lib/errors/app-error.ts';
import type { Call, RouteHandler } from '../../lib/http/chain.ts';
import { handle } from '../../lib/http/handle.ts';
import { defineRoute, type RouteDefinition } from '../../lib/http/route.ts';
import { handleTaken } from '../../lib/identity/errors.ts';
import { always, impossible, write, writeIf } from '../../lib/model/write.ts';
import { consume } from '../../lib/queue/consume.ts';
import { enqueue } from '../../lib/queue/enqueue.ts';
import { defineMessage, draft } from '../../lib/queue/message.ts';
import { defineQueue } from '../../lib/queue/queue.ts';
import { Notes, newNoteId } from '../lib/model/notes.entity.ts';

/* Functions as they are written by who does not think of faults, and one of each that is sound. */

const noteId = 'evt_01jd3v9k2m4n5p6q7r8s9t0v1w';
const otherNoteId = 'evt_01jd3v9k2m4n5p6q7r8s9t0v1x';
const actor = 'system:test';
const needs = { dynamodb: ['GetItem', 'PutItem', 'UpdateItem'] } as const;

function route(name: string, more: Partial<RouteDefinition> = {}) {
  return defineRoute({
    id: `test.${name}`,
    method: 'POST',
    path: `/test/${name}`,
    summary: 'Change notes',
    auth: 'public',
    responses: { 200: z.object({ noteId: z.string() }) },
    errors: [handleTaken],
    examples: {},
    needs,
    ...more,
  });
}

/** Adds one, whatever it is and however often it is sent. */
const addOne = (key: string) => {
  const { Key } = Notes.get({ noteId: key }).params<{ Key: Record<string, string> }>();
  return dynamodb().send(
    new UpdateCommand({
      TableName: config.tableName,
      Key,
      UpdateExpression: 'ADD #count :one SET #noteId = :noteId, #text = :text',
      ExpressionAttributeNames: { '#count': 'count', '#noteId': 'noteId', '#text': 'text' },
      ExpressionAttributeValues: { ':one': 1, ':noteId': key, ':text': 'a' },
    }),
  );
};

const createNote = (key: string) => Notes.create({ noteId: key, text: 'a' }).go();

type Planted = [definition: RouteDefinition, handler: RouteHandler];

const planted = (
  definition: RouteDefinition,
  run: (call: Call<RouteDefinition>) => unknown,
): Planted => [definition, handle(definition, run)];

export const naiveRoutes: Record<string, Planted> = {
  'adds to a counter without a condition': planted(route('addBlindly'), async () => {
    await addOne(noteId);
    return { noteId };
  }),
  'creates without idempotency': planted(route('createBlindly'), async () => {
    const created = newNoteId();
    await createNote(created);
    return { noteId: created };
  }),
  'writes twice without a transaction': planted(route('writeTwice'), async () => {
    const { data } = await Notes.get({ noteId }).go({ consistent: true });
    if (data) return { noteId };
    await createNote(noteId);
    await createNote(otherNoteId);
    return { noteId };
  }),
  'takes its own earlier effect for a conflict': planted(route('refuseRepeat'), async () => {
    try {
      await createNote(noteId);
    } catch (cause) {
      if (String(cause).includes('conditional')) throw new AppError(handleTaken, { cause });
      throw cause;
    }
    return { noteId };
  }),
  'swallows what went wrong': planted(route('swallow'), async () => {
    await createNote(noteId).catch(() => undefined);
    return { noteId };
  }),
  'calls a dependency that is down its own fault': planted(
    route('blameItself'),
    async ({ ctx }) => {
      try {
        return await ctx.commit([write(always(Notes.upsert({ noteId, text: 'a' })))], { noteId });
      } catch {
        throw new Error('It does not work');
      }
    },
  ),
};

export const soundRoutes: Record<string, Planted> = {
  'commits once for its key': planted(route('createOnce', { idempotent: true }), ({ ctx }) => {
    const created = newNoteId();
    return ctx.commit([writeIf(Notes.create({ noteId: created, text: 'a' }), impossible)], {
      noteId: created,
    });
  }),
};

const counted = defineMessage({
  type: 'test.counted',
  version: 1,
  data: z.object({ noteId: z.string() }),
});

function queue(name: string) {
  return defineQueue({
    id: `test.${name}`,
    summary: 'Count notes',
    subscribes: [],
    accepts: [counted],
    timeoutSeconds: 10,
    batchSize: 1,
    outsideEffect: 'none',
    needs,
  });
}

export const naiveQueue = queue('countBlindly');
export const soundQueue = queue('countOnce');

export const naiveWorker = consume(naiveQueue, {
  'test.counted': (_, { data }) => addOne(data.noteId),
});

export const soundWorker = consume(soundQueue, {
  'test.counted': (ctx, { data }) =>
    ctx.commit(
      [write(always(Notes.upsert({ noteId: data.noteId, text: 'a' }).add({ count: 1 })))],
      null,
    ),
});

/** Sends one command to a queue, the same however often. */
export const send = (to: typeof naiveQueue) =>
  enqueue(to, [{ ...draft(counted, noteId, { noteId }), id: 'count-1' }], {
    actor,
    now: new Date(),
  });
