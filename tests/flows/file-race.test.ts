import { createHash } from 'node:crypto';
import { getFileContent } from '../../functions/files/contents/routes.ts';
import { deleteFile } from '../../functions/files/library/routes.ts';
import { completeFile, createFile } from '../../functions/files/uploads/routes.ts';
import { bodyOf } from '../scenarios/arrange.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { testRun } from '../support/test-run.ts';
import { upload } from '../support/upload.ts';
import type { User, World } from '../support/world.ts';

const [first, second] = [Buffer.from('first content'), Buffer.from('other content')];

describeInProcess('a file whose completion is overtaken', () => {
  let stack: Stack;
  let world: World;
  let as: User;

  beforeAll(async () => {
    stack = await startStack({ on: testRun() });
    world = stack.createWorld();
    as = await world.user('kim');
  });

  afterEach(() => stack.fronts.faults.clear());
  afterAll(() => stack.close());

  const announced = async () => {
    const body = { name: 'a.txt', contentType: 'text/plain', size: first.length };
    const file = await bodyOf(world.call(createFile, { as, body }));
    expect(await upload(file.upload, first)).toMatchObject({ status: 204 });
    return { form: file.upload, params: { fileId: file.id } };
  };

  /** Has something happen between a call of a completion and its answer. */
  const during = (operation: string, meanwhile: () => Promise<unknown>) =>
    stack.fronts.faults.add({
      kind: 'delay',
      service: 's3',
      operation,
      functionId: completeFile.id,
      meanwhile,
    });

  it('has the content that its checksum is of, when another is uploaded meanwhile', async () => {
    for (const operation of ['GetObject', 'CopyObject']) {
      const { form, params } = await announced();
      during(operation, async () => {
        await upload(form, second);
        if (operation === 'CopyObject') {
          await bodyOf(world.call(completeFile, { as, params }));
        }
      });
      const { sha256 } = await bodyOf(world.call(completeFile, { as, params }));
      await world.drain();
      const answer = await world.call(getFileContent, { as, params });
      const content = Buffer.from(
        await (await fetch(answer.headers.get('location') ?? '')).arrayBuffer(),
      );
      expect(content.equals(second)).toBe(true);
      expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
      stack.fronts.faults.clear();
    }
  });

  it('is not there when it is deleted meanwhile, nor is its content', async () => {
    const { readObjects } = await import('../support/restore-bucket.ts');
    for (const operation of ['GetObject', 'CopyObject']) {
      const { params } = await announced();
      during(operation, async () => {
        await world.call(deleteFile, { as, params });
        await world.drain();
      });
      const answer = await world.call(completeFile, { as, params });
      expect(answer).toBeProblem('files.file_not_found');
      await world.drain();
      const objects = await readObjects(stack.clients.s3, stack.bucketName);
      expect(objects.filter(({ Key }) => Key.includes(params.fileId))).toEqual([]);
      stack.fronts.faults.clear();
    }
  });
});
