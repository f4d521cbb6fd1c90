import { deleteFile } from '../../../functions/files/library/routes.ts';
import { completeFile, createFile } from '../../../functions/files/uploads/routes.ts';
import { bodyOf } from '../../scenarios/arrange.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { pngOf } from '../../support/pictures.ts';
import { readObjects } from '../../support/restore-bucket.ts';
import { type Stack, startStack } from '../../support/stack.ts';
import { testRun } from '../../support/test-run.ts';
import { upload } from '../../support/upload.ts';
import type { User, World } from '../../support/world.ts';

describeInProcess('a form that is used when its file awaits nothing', () => {
  let stack: Stack;
  let world: World;
  let kim: User;
  let content: Uint8Array<ArrayBuffer>;

  beforeAll(async () => {
    stack = await startStack({ on: testRun() });
    world = stack.createWorld();
    kim = await world.user('kim');
    content = await pngOf(4, 3);
  });
  afterAll(() => stack.close());

  const announced = () =>
    bodyOf(
      world.call(createFile, {
        as: kim,
        body: { name: 'a.png', contentType: 'image/png', size: content.length },
      }),
    );

  const uploadsOf = async (fileId: string) => {
    const objects = await readObjects(stack.clients.s3, stack.bucketName);
    return objects.filter(({ Key }) => Key === `uploads/${fileId}`).length;
  };

  let hours = 0;
  const runHourly = () => {
    hours += 1;
    return world.runTask('expire-files', { at: new Date(Date.now() + hours * 3_600_000) });
  };

  it('leaves nothing for longer than an hour: the file is deleted', async () => {
    const { id: fileId, upload: form } = await announced();
    await bodyOf(world.call(deleteFile, { as: kim, params: { fileId } }));
    await world.drain();
    expect(await upload(form, content)).toMatchObject({ status: 204 });
    expect(await uploadsOf(fileId)).toBe(1);
    await runHourly();
    expect(await uploadsOf(fileId)).toBe(0);
  });

  it('leaves nothing for longer than an hour: the file is complete', async () => {
    const { id: fileId, upload: form } = await announced();
    await upload(form, content);
    await bodyOf(world.call(completeFile, { as: kim, params: { fileId } }));
    await world.drain();
    expect(await upload(form, content)).toMatchObject({ status: 204 });
    await runHourly();
    expect(await uploadsOf(fileId)).toBe(0);
    const again = await world.call(completeFile, { as: kim, params: { fileId } });
    expect(again.body).toMatchObject({ status: 'ready' });
  });

  it('keeps what is awaited', async () => {
    const { id: fileId, upload: form } = await announced();
    await upload(form, content);
    await runHourly();
    expect(await uploadsOf(fileId)).toBe(1);
    expect(await world.call(completeFile, { as: kim, params: { fileId } })).toHaveStatus(200);
  });
});
