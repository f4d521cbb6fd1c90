import { randomUUID } from 'node:crypto';
import { PutObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { newId } from '../../../lib/ids.ts';
import { createLanes } from '../../../lib/lanes.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { readyFile } from '../../support/ready-file.ts';
import { type Stack, startStack } from '../../support/stack.ts';
import { testRun } from '../../support/test-run.ts';
import type { World } from '../../support/world.ts';

const worker = 'files.reconcileContents';

describeInProcess('the brake of the nightly comparison', () => {
  let stack: Stack;
  let world: World;
  let needed: string[];
  let nights = 0;

  beforeAll(async () => {
    stack = await startStack({ on: testRun() });
  });
  beforeEach(async () => {
    await stack.renew();
    world = stack.createWorld();
    const kim = await world.user('kim');
    for (const text of ['one', 'two', 'three']) {
      await readyFile(world, kim, Buffer.from(text), { contentType: 'text/plain' });
    }
    await world.drain();
    needed = await keys();
  });
  afterEach(() => stack.fronts.faults.clear());
  afterAll(() => stack.close());

  async function keys(): Promise<string[]> {
    const found: string[] = [];
    const of = { Bucket: stack.bucketName };
    for await (const { Contents = [] } of paginateListObjectsV2({ client: stack.clients.s3 }, of)) {
      found.push(...Contents.flatMap(({ Key }) => Key ?? []));
    }
    return found.toSorted();
  }

  async function putOrphans(count: number): Promise<string[]> {
    const inLane = createLanes(20);
    const put = async (Key: string) => {
      await stack.clients.s3.send(
        new PutObjectCommand({ Bucket: stack.bucketName, Key, Body: 'x' }),
      );
      return Key;
    };
    return Promise.all(
      Array.from({ length: count }, () => {
        const fileId = newId('file', new Date());
        return inLane(() => put(`files/${fileId}/${randomUUID()}`));
      }),
    );
  }

  async function compare(force = false): Promise<void> {
    nights += 1;
    const at = new Date(Date.now() + 25 * 3_600_000 + nights * 60_000);
    await world.runTask('reconcile-files', { at, force });
    await world.drain();
  }

  it('lets a few go, whatever their share is', async () => {
    await putOrphans(20);
    await compare();
    expect(await keys()).toEqual(needed);
  });

  it('removes none of more, until it is forced', async () => {
    const orphans = await putOrphans(21);
    await compare();
    await compare();
    expect(await keys()).toEqual([...needed, ...orphans].toSorted());
    await compare(true);
    expect(await keys()).toEqual(needed);
  });

  it('counts over pages before it removes anything', async () => {
    const orphans = await putOrphans(1001);
    await compare();
    expect(await keys()).toEqual([...needed, ...orphans].toSorted());
  });

  it('does not count what is too young to go', async () => {
    const orphans = await putOrphans(30);
    await world.runTask('reconcile-files', { at: new Date() });
    await world.drain();
    expect(await keys()).toEqual([...needed, ...orphans].toSorted());
  });

  it.each([
    ['dynamodb', 'BatchGetItem'],
    ['sqs', 'SendMessage'],
    ['s3', 'ListObjectsV2'],
  ] as const)('counts nothing twice when it dies at %s %s', async (service, operation) => {
    await putOrphans(20);
    // More often than the client tries it again: the message comes again.
    stack.fronts.faults.add({ kind: 'error', service, operation, functionId: worker, count: 4 });
    await compare();
    expect(await keys()).toEqual(needed);
  });

  it('goes on where it died while it removed', async () => {
    await putOrphans(20);
    const died = { kind: 'error', service: 's3', operation: 'DeleteObject' } as const;
    stack.fronts.faults.add({ ...died, functionId: worker, nth: 8, count: 4 });
    await compare();
    expect(await keys()).toEqual(needed);
  });

  /** One run of the worker, whose log is looked at. */
  async function run(part: { of: 'objects' | 'orphans'; left?: number }) {
    const { reconcileContents } = await import('../../../lib/files/upkeep/reconcile-contents.ts');
    const { createLog } = await import('../../../lib/log.ts');
    const log = createLog({});
    const told = jest.spyOn(log, 'error');
    const caller = { kind: 'system', name: 'test' } as const;
    const [commit, apply] = [jest.fn(), jest.fn()];
    const ctx = { caller, now: new Date(), requestId: randomUUID(), log, commit, apply };
    await reconcileContents(ctx, [], {
      ...part,
      olderThan: new Date(Date.now() + 3_600_000).toISOString(),
    });
    return told.mock.calls;
  }

  it('tells an operator what it holds back', async () => {
    const orphans = await putOrphans(21);
    expect(await run({ of: 'objects' })).toEqual([
      [
        'objects that no file needs are too many to be removed unasked',
        { objects: needed.length + orphans.length, orphans: orphans.length },
      ],
    ]);
  });

  it('tells nothing of a usual night', async () => {
    await putOrphans(20);
    expect(await run({ of: 'objects' })).toEqual([]);
  });

  it('removes no more than was counted', async () => {
    const orphans = await putOrphans(10);
    await run({ of: 'orphans', left: 4 });
    expect(await keys()).toHaveLength(needed.length + orphans.length - 4);
  });
});
