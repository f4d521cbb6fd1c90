import { getFileContent } from '../../../functions/files/contents/routes.ts';
import { copyFile } from '../../../functions/files/copies/routes.ts';
import { deleteFile, getFile, listFiles } from '../../../functions/files/library/routes.ts';
import { getPost } from '../../../functions/sns/posts/routes.ts';
import { createPost } from '../../../functions/sns/publishing/routes.ts';
import type { FileView } from '../../../lib/files/library/schema.ts';
import type { PostView } from '../../../lib/sns/posts/schema.ts';
import { bodyOf } from '../../scenarios/arrange.ts';
import type { Answer } from '../../support/answer.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { bombPng, phonePhoto, pngOf, polyglotGif } from '../../support/pictures.ts';
import { readyFile } from '../../support/ready-file.ts';
import { readObjects } from '../../support/restore-bucket.ts';
import { type Stack, startStack } from '../../support/stack.ts';
import { testRun } from '../../support/test-run.ts';
import type { User, World } from '../../support/world.ts';

describeInProcess('a file that is a picture', () => {
  let stack: Stack;
  let world: World;
  let kim: User;

  beforeAll(async () => {
    stack = await startStack({ on: testRun() });
    world = stack.createWorld();
    kim = await world.user('kim');
  });
  afterAll(() => stack.close());

  const seen = async ({ id }: Pick<FileView, 'id'>) => {
    await world.drain();
    const { body } = await world.call(getFile, { as: kim, params: { fileId: id } });
    return body;
  };

  const renditionsOf = async ({ id }: Pick<FileView, 'id'>) => {
    const objects = await readObjects(stack.clients.s3, stack.bucketName);
    return objects.filter(({ Key }) => Key.startsWith(`renditions/${id}/`)).map(({ Key }) => Key);
  };

  it('is looked at by a worker, which tells what it is upright', async () => {
    const photo = await phonePhoto(300, 400);
    const file = await readyFile(world, kim, photo, { contentType: 'image/jpeg' });
    expect(file).toMatchObject({ status: 'ready', image: { state: 'pending' } });
    const { image, version } = await seen(file);
    expect(image).toEqual({ state: 'ready', width: 300, height: 400 });
    // Whoever has read the file can still change it.
    expect(version).toBe(file.version);
    expect(await renditionsOf(file)).toEqual(
      [1024, 256, 64].map((size) => `renditions/${file.id}/${size}.webp`).sort(),
    );
  });

  it('is kept as its original, and shown as a rendition that tells nothing beside its pixels', async () => {
    const photo = await phonePhoto(300, 400);
    const announced = { contentType: 'image/jpeg', visibility: 'public' } as const;
    const { id: fileId } = await readyFile(world, kim, photo, announced);
    await world.drain();
    const contentOf = async (query: { size?: '64' | '256' | '1024' }) => {
      const answer = await world.call(getFileContent, { params: { fileId }, query });
      expect(answer).toHaveStatus(302);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      const content = await fetch(answer.headers.get('location') ?? '');
      const kind = content.headers.get('content-disposition');
      return { kind, bytes: Buffer.from(await content.arrayBuffer()) };
    };
    const original = await contentOf({});
    expect(original.kind).toMatch(/^attachment;/);
    expect(original.bytes.equals(photo)).toBe(true);
    for (const size of ['64', '256', '1024'] as const) {
      const { kind, bytes } = await contentOf({ size });
      expect(kind).toBe('inline');
      expect(bytes.subarray(8, 12).toString()).toBe('WEBP');
      expect(bytes.includes('EXIF')).toBe(false);
    }
  });

  it.each([
    ['that takes more pixels than may be decoded', 'too_large', () => bombPng(), 'image/png'],
    ['that is one row of millions', 'too_large', () => bombPng(40_000_000, 1), 'image/png'],
    [
      'that ends in its header',
      'unreadable',
      async () => (await phonePhoto(300, 400)).subarray(0, 100),
      'image/jpeg',
    ],
    ['that is a page as well', 'unreadable', polyglotGif, 'image/gif'],
    [
      'that is of another kind than it begins as',
      'unreadable',
      () => Buffer.from('89504e470d0a1a0a3c737667206f6e6c6f61643d2f2f3e', 'hex'),
      'image/png',
    ],
  ] as const)('%s is refused as %s, and troubles nobody', async (_, reason, make, contentType) => {
    const file = await readyFile(world, kim, await make(), { contentType });
    const { image, status } = await seen(file);
    expect({ image, status }).toEqual({ image: { state: 'failed', reason }, status: 'ready' });
    expect(await renditionsOf(file)).toEqual([]);
    const queues = (await world.request('GET', '/_local/queues')).body as {
      name: string;
      deadLetters: number;
    }[];
    expect(queues.find(({ name }) => name === 'render-images')).toMatchObject({ deadLetters: 0 });
    // Its owner can still have it as it was uploaded.
    const params = { fileId: file.id };
    expect(await world.call(getFileContent, { as: kim, params })).toHaveStatus(302);
  });

  it('is not rendered again when it is copied', async () => {
    const file = await readyFile(world, kim, await pngOf(20, 10));
    const broken = await readyFile(world, kim, (await pngOf(20, 10)).subarray(0, 20));
    await world.drain();
    stack.fronts.faults.add({
      kind: 'error',
      service: 's3',
      operation: 'GetObject',
      functionId: 'files.renderImages',
    });
    const copy = async ({ id: fileId }: FileView) =>
      bodyOf(world.call(copyFile, { as: kim, params: { fileId }, body: {} }));
    const made = await copy(file);
    expect((await seen(made)).image).toEqual({ state: 'ready', width: 20, height: 10 });
    expect(await renditionsOf(made)).toHaveLength(3);
    const { image } = await seen(await copy(broken));
    expect(image).toEqual({ state: 'failed', reason: 'unreadable' });
    expect(stack.fronts.faults.list()).toMatchObject([{ fitting: 0 }]);
    stack.fronts.faults.clear();
    // Goes on without the original.
    await world.call(deleteFile, { as: kim, params: { fileId: file.id } });
    await world.drain();
    expect(await renditionsOf(made)).toHaveLength(3);
  });

  it('is rendered when it is a copy of what was not, or is no more', async () => {
    const file = await readyFile(world, kim, await pngOf(20, 10));
    const params = { fileId: file.id };
    // The original is rendered at the same time, and has gone when the copy is looked at.
    const copy = await bodyOf(world.call(copyFile, { as: kim, params, body: {} }));
    await world.call(deleteFile, { as: kim, params });
    expect((await seen(copy)).image).toEqual({ state: 'ready', width: 20, height: 10 });
    expect(await renditionsOf(copy)).toHaveLength(3);
  });

  it('goes with all that was made of it', async () => {
    const file = await readyFile(world, kim, await pngOf(20, 10));
    expect((await seen(file)).image).toEqual({ state: 'ready', width: 20, height: 10 });
    await world.call(deleteFile, { as: kim, params: { fileId: file.id } });
    await world.drain();
    expect(await renditionsOf(file)).toEqual([]);
  });

  it('leaves the post that it is in already when nothing can be made of it', async () => {
    const picture = await readyFile(world, kim, await pngOf(20, 10));
    await world.drain();
    const publish = (fileIds: string[]) =>
      world.call(createPost, { as: kim, body: { text: 'Look', fileIds } });
    let post: Promise<Answer<PostView>> | undefined;
    stack.fronts.faults.add({
      kind: 'delay',
      service: 's3',
      operation: 'GetObject',
      functionId: 'files.renderImages',
      meanwhile: async () => {
        const [file] = await filesOfKim();
        post ??= publish([file?.id ?? '', picture.id]);
        await post;
      },
    });
    const filesOfKim = async () => (await bodyOf(world.call(listFiles, { as: kim }))).items;
    const broken = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
    const { id } = await readyFile(world, kim, broken);
    await world.drain();
    stack.fronts.faults.clear();
    const { id: postId, files } = (await post)?.body ?? {};
    expect(files).toMatchObject([{ id }, { id: picture.id }]);
    const { body } = await world.call(getPost, { as: kim, params: { postId: String(postId) } });
    expect(body.files).toMatchObject([{ id: picture.id, width: 20 }]);
    expect(await publish([id])).toBeProblem('sns.image_unusable');
  });

  it('leaves nothing when it is deleted while the worker is at it', async () => {
    const file = await readyFile(world, kim, await pngOf(20, 10));
    stack.fronts.faults.add({
      kind: 'delay',
      service: 's3',
      operation: 'PutObject',
      functionId: 'files.renderImages',
      meanwhile: () => world.call(deleteFile, { as: kim, params: { fileId: file.id } }),
    });
    await world.drain();
    stack.fronts.faults.clear();
    expect(await renditionsOf(file)).toEqual([]);
  });

  it('is none when it is something else', async () => {
    const text = Buffer.from('no picture');
    const file = await readyFile(world, kim, text, { contentType: 'text/plain' });
    expect((await seen(file)).image).toBeUndefined();
  });
});
