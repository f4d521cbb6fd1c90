import { type Fronts, startFronts } from '../../../lib/local/front/fronts.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { testRun } from '../../support/test-run.ts';

const now = new Date('2026-11-21T09:00:00.000Z');

type Modules = Awaited<ReturnType<typeof importModules>>;

/** Imported once the configuration leads through fronts. */
async function importModules() {
  const { createCommit } = await import('../../../lib/model/commit.ts');
  const { writeIf, impossible, condition } = await import('../../../lib/model/write.ts');
  const { Notes, newNoteId, readNote } = await import('./notes.entity.ts');
  const { isDependencyFailure } = await import('../../../lib/aws/failures.ts');
  return {
    isDependencyFailure,
    createCommit,
    writeIf,
    impossible,
    condition,
    Notes,
    newNoteId,
    readNote,
  };
}

describeInProcess('commit when a reply is lost after the write was applied', () => {
  let fronts: Fronts;
  let calls: string[];
  let lib: Modules;

  beforeAll(async () => {
    fronts = await startFronts(testRun().fronts);
    fronts.watch(({ operation }) => calls.push(operation));
    process.env.AWS_ENDPOINT_URL_DYNAMODB = fronts.addresses.dynamodb;
    lib = await importModules();
  });

  afterAll(() => fronts.close());

  function loseNextReply(operation: string, meanwhile?: () => Promise<unknown>): void {
    fronts.faults.clear();
    fronts.faults.add({ kind: 'lost_reply', operation, meanwhile });
    calls = [];
  }

  const commit: Modules['createCommit'] extends (options: never) => infer Commit ? Commit : never =
    (writes, outcome) => lib.createCommit({ actor: 'usr_test', now })(writes, outcome);

  async function newNote(): Promise<string> {
    const noteId = lib.newNoteId();
    await commit([lib.writeIf(lib.Notes.create({ noteId, text: 'a' }), lib.impossible)], null);
    return noteId;
  }

  const edit = (noteId: string, version: number, text: string) =>
    lib.writeIf(
      lib.Notes.patch({ noteId })
        .set({ text, version: version + 1 })
        .where((is, { eq }) => eq(is.version, version)),
      () => 'mismatch',
    );

  it('recognises what it created, also when somebody has changed it since', async () => {
    const noteId = lib.newNoteId();
    const changeIt = () => commit([edit(noteId, 1, 'b')], 'edited');
    loseNextReply('TransactWriteItems', changeIt);
    const create = lib.writeIf(lib.Notes.create({ noteId, text: 'a' }), () => 'taken');
    expect(await commit([create], 'created')).toBe('created');
    expect(calls).toHaveLength(3);
    expect(await lib.readNote(noteId)).toMatchObject({ text: 'b', version: 2 });
  });

  it('knows that it wrote a version, also when somebody has changed it since', async () => {
    const noteId = await newNote();
    const changeOn = () => commit([edit(noteId, 2, 'c')], 'edited');
    loseNextReply('TransactWriteItems', changeOn);
    expect(await commit([edit(noteId, 1, 'b')], 'edited')).toBe('edited');
    expect(calls).toHaveLength(3);
    expect(await lib.readNote(noteId)).toMatchObject({ text: 'c', version: 3 });
  });

  it('counts once', async () => {
    const noteId = await newNote();
    loseNextReply('TransactWriteItems');
    const add = lib.writeIf(lib.Notes.patch({ noteId }).add({ count: 1 }), lib.impossible);
    expect(await commit([add], 'counted')).toBe('counted');
    expect(calls).toEqual(['TransactWriteItems', 'TransactWriteItems']);
    expect(await lib.readNote(noteId)).toMatchObject({ count: 1 });
  });

  it('counts down once', async () => {
    const noteId = await newNote();
    loseNextReply('TransactWriteItems');
    await commit(
      [lib.writeIf(lib.Notes.patch({ noteId }).subtract({ count: 1 }), lib.impossible)],
      null,
    );
    expect(await lib.readNote(noteId)).toMatchObject({ count: -1 });
  });

  it('deletes what it found, and does not call it gone', async () => {
    const noteId = await newNote();
    loseNextReply('TransactWriteItems');
    const remove = lib.writeIf(lib.Notes.remove({ noteId }), () => 'gone');
    expect(await commit([remove], 'deleted')).toBe('deleted');
    expect(calls).toEqual(['TransactWriteItems', 'TransactWriteItems']);
    expect(await lib.readNote(noteId)).toBeNull();
  });

  it('applies a transaction once', async () => {
    const noteId = await newNote();
    const edge = lib.newNoteId();
    loseNextReply('TransactWriteItems');
    const outcome = await commit(
      [
        lib.writeIf(lib.Notes.create({ noteId: edge, text: 'edge' }), () => 'already'),
        lib.writeIf(lib.Notes.patch({ noteId }).add({ count: 1 }), lib.impossible),
      ],
      'counted',
    );
    expect(outcome).toBe('counted');
    expect(await lib.readNote(noteId)).toMatchObject({ count: 1 });
  });

  it('applies what happens once with its record once', async () => {
    const noteId = lib.newNoteId();
    const once = {
      scope: 'request:test',
      key: noteId,
      fingerprint: 'the request',
      keepSeconds: 60,
      keepOutcome: true,
    };
    const replayed: unknown[] = [];
    const commitOnce = () =>
      lib.createCommit({ actor: 'usr_test', now, once, onReplay: (found) => replayed.push(found) })(
        [lib.writeIf(lib.Notes.create({ noteId, text: 'a' }), () => 'taken')],
        'created',
      );
    loseNextReply('TransactWriteItems');
    expect(await commitOnce()).toBe('created');
    expect(replayed).toEqual([]);
    expect(await commitOnce()).toBe('created');
    expect(replayed).toEqual(['created']);
  });

  it('says that somebody else came first when somebody did', async () => {
    const noteId = await newNote();
    loseNextReply('TransactWriteItems');
    const create = lib.writeIf(lib.Notes.create({ noteId, text: 'b' }), () => 'taken');
    expect(await commit([create], 'created')).toBe('taken');
  });

  it('says that it cannot be reached when it is down', async () => {
    await fronts.close();
    const create = lib.writeIf(
      lib.Notes.create({ noteId: lib.newNoteId(), text: 'a' }),
      lib.impossible,
    );
    const failure = await commit([create], 'created').then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(Error);
    expect(lib.isDependencyFailure(failure)).toBe(true);
  });
});
