import { DeleteObjectsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getFileContent } from '../../../functions/files/contents/routes.ts';
import { copyFile } from '../../../functions/files/copies/routes.ts';
import { deleteFile, getFile, getFileUsage } from '../../../functions/files/library/routes.ts';
import { createFile } from '../../../functions/files/uploads/routes.ts';
import { newId } from '../../../lib/ids.ts';
import { createLanes } from '../../../lib/lanes.ts';
import { bodyOf } from '../../scenarios/arrange.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { pngOf } from '../../support/pictures.ts';
import { readyFile } from '../../support/ready-file.ts';
import { readObjects } from '../../support/restore-bucket.ts';
import { type Stack, startStack } from '../../support/stack.ts';
import { testRun } from '../../support/test-run.ts';
import { upload } from '../../support/upload.ts';
import type { User, World } from '../../support/world.ts';

describeInProcess('files and their objects', () => {
  let stack: Stack;
  let world: World;

  beforeAll(async () => {
    stack = await startStack({ on: testRun() });
    world = stack.createWorld();
  });
  afterAll(() => stack.close());

  describe('the nightly comparison of objects and files', () => {
    let kim: User;
    beforeAll(async () => {
      kim = await world.user('kim');
    });

    let nights = 0;

    /** Compares them some hours from now. */
    async function compare(hours: number, force = false): Promise<void> {
      nights += 1;
      const at = new Date(Date.now() + hours * 3_600_000 + nights * 60_000);
      await world.runTask('reconcile-files', { at, force });
      await world.drain();
    }

    const put = (Key: string) =>
      stack.clients.s3.send(new PutObjectCommand({ Bucket: stack.bucketName, Key, Body: 'x' }));

    const keys = async () =>
      (await readObjects(stack.clients.s3, stack.bucketName)).map(({ Key }) => Key);

    const remove = (lost: string[]) =>
      stack.clients.s3.send(
        new DeleteObjectsCommand({
          Bucket: stack.bucketName,
          Delete: { Objects: lost.map((Key) => ({ Key })) },
        }),
      );

    it('removes what no file needs, once it is a day old, and nothing else', async () => {
      const picture = await readyFile(world, kim, await pngOf(4, 3));
      const body = { name: 'a', contentType: 'text/plain', size: 5 };
      const pending = await bodyOf(world.call(createFile, { as: kim, body }));
      await upload(pending.upload, Buffer.from('Hello'));
      await world.drain();
      const needed = await keys();
      expect(needed).toHaveLength(5);

      const nobody = newId('file', new Date());
      const orphans = [
        `files/${nobody}/0123`,
        `files/${picture.id}/0123`,
        `uploads/${nobody}`,
        `uploads/${picture.id}`,
        `renditions/${nobody}/64.webp`,
      ];
      for (const key of orphans) await put(key);
      await compare(23);
      expect(await keys()).toEqual([...needed, ...orphans].sort());
      await compare(25);
      expect(await keys()).toEqual(needed);
    });

    it('leaves what a large copy is made of, until that has ended', async () => {
      const { Uploads } = await import('../../../lib/files/library/uploads.entity.ts');
      const { createCommit } = await import('../../../lib/model/commit.ts');
      const { impossible, write, writeIf } = await import('../../../lib/model/write.ts');
      const commit = createCommit({ actor: kim.id, now: new Date() });
      const [originalId, fileId] = [newId('file', new Date()), newId('file', new Date())];
      const content = `files/${originalId}/assembled`;
      const startedAt = new Date().toISOString();
      await put(content);
      const begun = Uploads.create({ fileId, ownerId: kim.id, startedAt, originalId });
      await commit([writeIf(begun, impossible)], undefined);
      await compare(25);
      expect(await keys()).toContain(content);
      const ended = createCommit({ actor: kim.id, now: new Date() });
      await ended([write(Uploads.delete({ fileId }))], undefined);
      await world.drain();
      expect(await keys()).not.toContain(content);
    });

    it('goes on over pages', async () => {
      const needed = await keys();
      const inLane = createLanes(20);
      const orphans = Array.from({ length: 1001 }, () => `uploads/${newId('file', new Date())}`);
      await Promise.all(orphans.map((key) => inLane(() => put(key))));
      await compare(25, true);
      expect(await keys()).toEqual(needed);
    });

    it('says of a picture that nothing came of it, when its worker gave up two days ago', async () => {
      stack.fronts.faults.add({
        kind: 'error',
        service: 's3',
        operation: 'GetObject',
        functionId: 'files.renderImages',
        count: 1000,
      });
      const { id: fileId } = await readyFile(world, kim, await pngOf(4, 3));
      await world.drain();
      stack.fronts.faults.clear();
      const imageNow = async () =>
        (await bodyOf(world.call(getFile, { as: kim, params: { fileId } }))).image;
      await compare(47);
      expect(await imageNow()).toEqual({ state: 'pending' });
      await compare(49);
      expect(await imageNow()).toEqual({ state: 'failed', reason: 'unreadable' });
    });

    it('leaves nothing of a picture whose content was lost, once it is deleted', async () => {
      const before = await keys();
      const { id: fileId } = await readyFile(world, kim, await pngOf(4, 3));
      await world.drain();
      await remove((await keys()).filter((key) => key.startsWith(`files/${fileId}/`)));
      await compare(25);
      await world.call(deleteFile, { as: kim, params: { fileId } });
      await world.drain();
      expect(await keys()).toEqual(before);
    });

    it('finds nothing of a copy that was asked for twice at once', async () => {
      const { id: fileId } = await readyFile(world, kim, await pngOf(4, 3));
      await world.drain();
      const before = await keys();
      const headers = { 'idempotency-key': 'twice' };
      const copy = () => world.call(copyFile, { as: kim, params: { fileId }, body: {}, headers });
      await Promise.all([copy(), copy(), copy()]);
      const contents = (await keys()).filter((key) => key.startsWith('files/'));
      expect(contents).toHaveLength(before.filter((key) => key.startsWith('files/')).length + 1);
      await world.drain();
    });

    it('tells on a file that its content is lost, and gives its room back', async () => {
      const lost = await readyFile(world, kim, Buffer.from('lost'), { contentType: 'text/plain' });
      const kept = await readyFile(world, kim, Buffer.from('kept'), { contentType: 'text/plain' });
      const before = await bodyOf(world.call(getFileUsage, { as: kim }));
      await remove((await keys()).filter((key) => key.startsWith(`files/${lost.id}/`)));
      const params = { fileId: lost.id };
      expect(await world.call(copyFile, { as: kim, params, body: {} })).toBeProblem(
        'files.file_not_found',
      );
      await compare(25);
      expect((await bodyOf(world.call(getFile, { as: kim, params }))).status).toBe('failed');
      expect(await world.call(getFileContent, { as: kim, params })).toBeProblem('files.not_ready');
      const after = await bodyOf(world.call(getFileUsage, { as: kim }));
      expect(after).toMatchObject({ files: before.files - 1, bytes: before.bytes - 4 });
      const { status } = await bodyOf(
        world.call(getFile, { as: kim, params: { fileId: kept.id } }),
      );
      expect(status).toBe('ready');
    });
  });

  describe('a copy that its request cannot finish', () => {
    const failing = {
      kind: 'error',
      service: 's3',
      operation: 'CopyObject',
      functionId: copyFile.id,
      count: 3,
    } as const;

    const text = { contentType: 'text/plain' };

    it('is finished by a worker, and the same when it is asked for again', async () => {
      const kim = await world.user('kim');
      const { id } = await readyFile(world, kim, Buffer.from('Hello'), text);
      const call = {
        as: kim,
        params: { fileId: id },
        headers: { 'idempotency-key': 'copy' },
        body: {},
      };
      stack.fronts.faults.add(failing);
      // It has been begun, which is all that has to be remembered.
      const begun = await bodyOf(world.call(copyFile, call));
      stack.fronts.faults.clear();
      await world.drain();
      const copy = await bodyOf(world.call(copyFile, call));
      expect(copy).toEqual(begun);
      const params = { fileId: copy.id };
      expect((await world.call(getFile, { as: kim, params })).body).toEqual(copy);
      expect(await bodyOf(world.call(getFileUsage, { as: kim }))).toMatchObject({ files: 2 });
    });

    it('fails when its original is gone, and takes no room then', async () => {
      const kim = await world.user('kim');
      const { id } = await readyFile(world, kim, Buffer.from('Hello'), text);
      const params = { fileId: id };
      const [object] = (await readObjects(stack.clients.s3, stack.bucketName)).filter(({ Key }) =>
        Key.startsWith(`files/${id}/`),
      );
      await stack.clients.s3.send(
        new DeleteObjectsCommand({
          Bucket: stack.bucketName,
          Delete: { Objects: [{ Key: object?.Key }] },
        }),
      );
      expect(await world.call(copyFile, { as: kim, params, body: {} })).toBeProblem(
        'files.file_not_found',
      );
      expect(await bodyOf(world.call(getFileUsage, { as: kim }))).toMatchObject({ files: 1 });
    });
  });
});
