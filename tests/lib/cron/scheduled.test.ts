import { setClockOffset } from '../../../lib/clock.ts';
import { scheduled } from '../../../lib/cron/scheduled.ts';
import { defineTask } from '../../../lib/cron/task.ts';
import { TaskRuns } from '../../../lib/cron/task-runs.entity.ts';
import { impossible, writeIf } from '../../../lib/model/write.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { Notes, newNoteId, readNote } from '../model/notes.entity.ts';

let tasks = 0;

/** A task that no other test shares slots with. */
const newTask = () =>
  defineTask({
    id: `test.countSlots${process.pid}t${tasks++}`,
    summary: 'Count its runs',
    schedule: 'rate(1 minute)',
    zone: 'UTC',
    timeoutSeconds: 60,
    needs: {},
  });

const slot = (minute: number) => ({
  scheduledTime: new Date(Date.UTC(2026, 10, 21, 9, minute)).toISOString(),
});

describeInProcess('scheduled', () => {
  let noteId: string;
  beforeEach(async () => {
    noteId = newNoteId();
    await Notes.create({ noteId, text: 'a' }).go();
  });
  afterEach(() => setClockOffset(0));

  const counting = (task = newTask()) =>
    scheduled(task, (ctx) =>
      ctx.commit([writeIf(Notes.patch({ noteId }).add({ count: 1 }), impossible)], null),
    );
  const count = async () => (await readNote(noteId))?.count;

  it('runs a slot once, fired twice', async () => {
    const run = counting();
    await run(slot(0));
    await run(slot(0));
    expect(await count()).toBe(1);
  });

  it('runs a slot once, fired twenty times at once', async () => {
    const run = counting();
    await Promise.allSettled(Array.from({ length: 20 }, () => run(slot(0))));
    expect(await count()).toBe(1);
    await run(slot(0));
    expect(await count()).toBe(1);
  });

  it('takes two times of one minute as one slot', async () => {
    const run = counting();
    await run({ scheduledTime: '2026-11-21T09:00:00Z' });
    await run({ scheduledTime: '2026-11-21T09:00:41.500Z' });
    expect(await count()).toBe(1);
  });

  it('runs each slot and each task', async () => {
    const run = counting();
    await run(slot(0));
    await run(slot(1));
    await counting()(slot(0));
    expect(await count()).toBe(3);
  });

  it('hands over the slot, the task as caller and its own time', async () => {
    const task = newTask();
    const seen: unknown[] = [];
    await scheduled(task, (ctx, time) => {
      seen.push(ctx.caller, time.toISOString(), Math.abs(ctx.now.getTime() - Date.now()) < 60_000);
      return Promise.resolve();
    })(slot(7));
    const caller = { kind: 'system', name: task.id };
    expect(seen).toEqual([caller, '2026-11-21T09:07:00.000Z', true]);
  });

  it('runs a slot again that failed, and not once it succeeded', async () => {
    const task = newTask();
    const failing = scheduled(task, () => Promise.reject(new Error('on purpose')));
    await expect(failing(slot(0))).rejects.toThrow('on purpose');
    const run = counting(task);
    await run(slot(0));
    await run(slot(0));
    expect(await count()).toBe(1);
  });

  it('takes a run over that died, once its time is up', async () => {
    const task = newTask();
    const begun = Promise.withResolvers<void>();
    const death = Promise.withResolvers<void>();
    const dying = scheduled(task, () => {
      begun.resolve();
      return death.promise;
    })(slot(0));
    await begun.promise;
    const run = counting(task);
    // Answered as done, it would not be fired again.
    await expect(run(slot(0))).rejects.toThrow('under way');
    expect(await count()).toBe(0);
    setClockOffset(61_000);
    await run(slot(0));
    expect(await count()).toBe(1);
    death.reject(new Error('late'));
    await expect(dying).rejects.toThrow('late');
    await run(slot(0));
    expect(await count()).toBe(1);
  });

  it('keeps what became of each slot', async () => {
    const task = newTask();
    await counting(task)(slot(0));
    const failing = scheduled(task, () => Promise.reject(new Error('on purpose')));
    await expect(failing(slot(1))).rejects.toThrow();
    const { data } = await TaskRuns.query
      .run({ task: task.id.slice('test.'.length).replace('countSlots', 'count-slots') })
      .go({ consistent: true });
    expect(data.map(({ state }) => state)).toEqual(['succeeded', 'failed']);
  });

  it('tells a run that it is forced, of now unless said', async () => {
    const runs: { minute: string; force: boolean }[] = [];
    const run = scheduled(newTask(), async (_ctx, time, { force }) => {
      runs.push({ minute: time.toISOString().slice(0, 16), force });
    });
    const before = new Date().toISOString().slice(0, 16);
    await run({ force: true });
    await run({ ...slot(0), force: true });
    await run(slot(1));
    const [now, ...others] = runs;
    expect(now?.force).toBe(true);
    expect([before, new Date().toISOString().slice(0, 16)]).toContain(now?.minute);
    expect(others).toEqual([
      { minute: '2026-11-21T09:00', force: true },
      { minute: '2026-11-21T09:01', force: false },
    ]);
  });

  it.each([undefined, {}, { scheduledTime: 'now' }, { scheduledTime: 0 }, { force: false }])(
    'refuses the event %j',
    async (event) => {
      await expect(counting()(event)).rejects.toThrow();
      expect(await count()).toBe(0);
    },
  );
});
