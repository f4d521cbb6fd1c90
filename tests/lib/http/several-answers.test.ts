import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { AppError } from '../../../lib/errors/app-error.ts';
import { defineError } from '../../../lib/errors/define-error.ts';
import { dependencyUnavailable } from '../../../lib/errors/request-errors.ts';
import { changeEach } from '../../../lib/http/change-each.ts';
import { handle } from '../../../lib/http/handle.ts';
import { Reply } from '../../../lib/http/reply.ts';
import { defineRoute, type RouteDefinition } from '../../../lib/http/route.ts';
import { impossible, writeIf } from '../../../lib/model/write.ts';
import { postNotFound } from '../../../lib/sns/errors.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { invoke } from '../../support/invoke.ts';
import { Notes, newNoteId, readNote } from '../model/notes.entity.ts';

const noteView = z.object({ noteId: z.string(), text: z.string() });

const base = {
  id: 'test.openNote',
  method: 'POST',
  path: '/test',
  summary: 'Open a note',
  auth: 'public',
  responses: { 200: noteView, 201: noteView },
  errors: [],
  examples: {},
  needs: {},
} as const satisfies RouteDefinition;

const keyed = (body?: unknown) => ({
  method: 'POST',
  headers: { 'idempotency-key': randomUUID() },
  body,
});

describeInProcess('a route with several successes', () => {
  const note = { noteId: 'n', text: 'a' };

  it('answers a plain value with the first, and a reply with its own status', async () => {
    const route = defineRoute({ ...base, location: '/notes/{noteId}' });
    const found = await invoke(handle(route, () => note));
    expect(found).toHaveStatus(200);
    expect(found.headers.get('location')).toBeNull();
    const made = await invoke(handle(route, () => new Reply(201, note)));
    expect(made).toHaveStatus(201);
    expect(made.headers.get('location')).toBe('/notes/n');
  });

  it('deletes at once, or later by a job', async () => {
    const route = defineRoute({
      ...base,
      responses: { 202: noteView, 204: { description: 'Deleted' } },
    });
    expect(await invoke(handle(route, () => undefined))).toHaveStatus(204);
    expect(await invoke(handle(route, () => new Reply(202, note)))).toHaveStatus(202);
    // @ts-expect-error A plain value is what 204 has: nothing.
    expect(await invoke(handle(route, () => note))).toHaveStatus(204);
  });

  it('checks the body that belongs to the status', async () => {
    const route = defineRoute({
      ...base,
      responses: { 200: noteView, 202: z.object({ id: z.string() }) },
    });
    // @ts-expect-error The body is that of 200.
    const answer = await invoke(handle(route, () => new Reply(202, note)));
    expect(answer).toBeProblem('request.internal');
  });

  it.each([303, 308] as const)('leads somewhere with %d', async (status) => {
    const elsewhere = { description: 'It is at `Location`.' };
    const route = defineRoute({
      ...base,
      responses: { 200: noteView, 303: elsewhere, 308: elsewhere },
    });
    const led = handle(route, () => new Reply(status, undefined, { location: '/there' }));
    expect((await invoke(led)).headers.get('location')).toBe('/there');
    const lost = await invoke(handle(route, () => new Reply(status, undefined)));
    expect(lost).toBeProblem('request.internal');
  });

  it('answers 304 without a body or a location', async () => {
    const route = defineRoute({
      ...base,
      responses: { 200: noteView, 304: { description: 'Unchanged' } },
    });
    const answer = await invoke(handle(route, () => new Reply(304, undefined, { etag: '"1"' })));
    expect(answer).toHaveStatus(304);
    expect([answer.body, answer.headers.get('etag')]).toEqual([undefined, '"1"']);
  });

  it('answers a repeat with the status of the first', async () => {
    const route = defineRoute({ ...base, idempotent: true });
    const handler = handle(
      route,
      async ({ ctx }) => {
        const made = { noteId: newNoteId(), text: 'a' };
        return ctx.commit([writeIf(Notes.create(made), impossible)], { made, isNew: true });
      },
      ({ made, isNew }) => (isNew ? new Reply(201, made) : made),
    );
    const request = keyed();
    const first = await invoke(handler, request);
    const repeat = await invoke(handler, request);
    for (const answer of [first, repeat]) expect(answer).toHaveStatus(201);
    expect(repeat.body).toEqual(first.body);
    expect(repeat.headers.get('idempotency-replayed')).toBe('true');
  });

  it('answers no reply that a repeat would not get', async () => {
    const route = defineRoute({ ...base, idempotent: true });
    // @ts-expect-error The reply is made of the outcome, by a third argument.
    const handler = handle(route, async ({ ctx }) => new Reply(201, await ctx.commit([], note)));
    expect(await invoke(handler, { method: 'POST' })).toBeProblem('request.internal');
  });
});

describeInProcess('an optional body', () => {
  const greet = handle(
    defineRoute({
      ...base,
      body: z.strictObject({ text: z.string() }).optional(),
    }),
    ({ body }) => ({ noteId: 'n', text: body?.text ?? 'nothing' }),
  );

  it.each([
    ['no body', { headers: { 'content-type': 'application/json' } }],
    ['no body and no type', {}],
    ['an empty body of another type', { body: '', headers: { 'content-type': 'text/plain' } }],
  ])('may be absent: %s', async (_, sent) => {
    expect((await invoke(greet, { method: 'POST', ...sent })).body).toMatchObject({
      text: 'nothing',
    });
  });

  it('is read where there is one', async () => {
    const answer = await invoke(greet, { method: 'POST', body: { text: 'Hi' } });
    expect(answer.body).toMatchObject({ text: 'Hi' });
    for (const body of ['null', '[]', '{}', { text: 'Hi', more: 1 }]) {
      expect(await invoke(greet, { method: 'POST', body })).toBeProblem('request.invalid');
    }
    const malformed = await invoke(greet, { method: 'POST', body: '{' });
    expect(malformed).toBeProblem('request.malformed_json');
  });
});

describeInProcess('members of a problem', () => {
  const held = defineError('sns.post_held', {
    status: 409,
    title: 'The post is held',
    fix: 'Remove what `heldBy` names.',
    members: () => z.object({ heldBy: z.array(z.object({ id: z.string() })) }),
  });
  const refusing = (error: AppError) =>
    invoke(
      handle(defineRoute({ ...base, errors: [held, postNotFound] }), () => {
        throw error;
      }),
    );

  it('are what the error declares, and no more', async () => {
    const heldBy = [{ id: 'con_1', secret: 'x' }];
    const answer = await refusing(new AppError(held, { members: { heldBy } }));
    expect(answer).toHaveStatus(409);
    expect(answer.body).toMatchObject({ code: held.code, heldBy: [{ id: 'con_1' }] });
    expect(JSON.stringify(answer.body)).not.toContain('secret');
  });

  it('are our fault when they are left out or wrong', async () => {
    // @ts-expect-error The error declares members.
    expect(await refusing(new AppError(held))).toBeProblem('request.internal');
    // @ts-expect-error They are a list.
    const wrong = new AppError(held, { members: { heldBy: 'con_1' } });
    expect(await refusing(wrong)).toBeProblem('request.internal');
  });

  it('cannot be given to an error that declares none', () => {
    // @ts-expect-error It declares none.
    expect(new AppError(postNotFound, { members: { heldBy: [] } }).membersSchema).toBeUndefined();
  });
});

describeInProcess('a bulk route', () => {
  const outcome = z.object({
    items: z.array(
      z.object({
        id: z.string(),
        ok: z.boolean(),
        version: z.int().optional(),
        error: z.object({ code: z.string(), status: z.int(), title: z.string() }).optional(),
      }),
    ),
    changed: z.int(),
    failed: z.int(),
  });
  const route = defineRoute({
    ...base,
    body: z.strictObject({ ids: z.array(z.string()), text: z.string() }),
    idempotent: true,
    bulk: true,
    responses: { 200: outcome },
    errors: [postNotFound],
  });

  /** Sets the text of notes, one by one; breaks off once before the note at `breaksAt`. */
  const changing = (breaksAt?: number) => {
    let left = breaksAt;
    return handle(route, ({ ctx, body: { ids, text } }) =>
      changeEach(ctx, ids, async (noteId) => {
        if (left !== undefined && left-- === 0) {
          left = undefined;
          throw new AppError(dependencyUnavailable);
        }
        const note = Notes.patch({ noteId }).set({ text }).add({ count: 1 });
        return ctx.apply(
          [
            writeIf(
              note.where(({ text: was }, { ne }) => ne(was, text)),
              (existing) => {
                if (!existing) throw new AppError(postNotFound);
                return 2;
              },
            ),
          ],
          2,
        );
      }),
    );
  };

  const made = async (count: number) => {
    const ids = Array.from({ length: count }, newNoteId);
    for (const noteId of ids) await Notes.create({ noteId, text: 'old' }).go();
    return ids;
  };

  it('tells what became of each record, in the order asked', async () => {
    const [one = '', other = ''] = await made(2);
    const absent = newNoteId();
    const answer = await invoke(changing(), keyed({ ids: [one, absent, other], text: 'new' }));
    const { code, status, title } = postNotFound;
    expect(answer.body).toEqual({
      items: [
        { id: one, ok: true, version: 2 },
        { id: absent, ok: false, error: { code, status, title } },
        { id: other, ok: true, version: 2 },
      ],
      changed: 2,
      failed: 1,
    });
  });

  it('keeps what it has done when it breaks off, and a repeat goes on', async () => {
    const ids = await made(3);
    const handler = changing(2);
    const request = keyed({ ids, text: 'new' });
    expect(await invoke(handler, request)).toBeProblem('request.dependency_unavailable');
    const texts = await Promise.all(ids.map(async (id) => (await readNote(id))?.text));
    expect(texts).toEqual(['new', 'new', 'old']);
    const second = await invoke(handler, request);
    expect(second.body).toMatchObject({ changed: 3, failed: 0 });
    const third = await invoke(handler, request);
    expect(third.headers.get('idempotency-replayed')).toBe('true');
    expect(third.body).toEqual(second.body);
    const counts = await Promise.all(ids.map(async (id) => (await readNote(id))?.count));
    expect(counts).toEqual([1, 1, 1]);
  });

  it('promises no outcome before it is done', async () => {
    const [noteId = ''] = await made(1);
    const hasty = handle(route, async ({ ctx }) => {
      const done = await ctx.commit([], { items: [], changed: 0, failed: 0 });
      await ctx.apply(
        [writeIf(Notes.patch({ noteId }).set({ text: 'late' }), impossible)],
        undefined,
      );
      return done;
    });
    const answer = await invoke(hasty, keyed({ ids: [], text: 'late' }));
    expect(answer).toBeProblem('request.internal');
    expect(await readNote(noteId)).toMatchObject({ text: 'old' });
  });
});
