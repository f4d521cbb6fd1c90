import sharp from 'sharp';
import { settleProfileImages } from '../../../events/queues/identity.ts';
import { deleteFile, getFile, getFileUsage } from '../../../functions/files/library/routes.ts';
import { completeFile } from '../../../functions/files/uploads/routes.ts';
import { deleteMe } from '../../../functions/identity/deletion/routes.ts';
import {
  getProfileImage,
  removeProfileImage,
  setProfileImage,
  uploadProfileImage,
} from '../../../functions/identity/profile-image/routes.ts';
import { getMe, getUser } from '../../../functions/identity/profiles/routes.ts';
import { getPost } from '../../../functions/sns/posts/routes.ts';
import { bodyOf, purgingAccounts } from '../../scenarios/arrange.ts';
import { announcedImage, uploadedImage } from '../../scenarios/profile-images.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { bombPng, phonePhoto, pngOf } from '../../support/pictures.ts';
import { readyFile } from '../../support/ready-file.ts';
import { readObjects } from '../../support/restore-bucket.ts';
import { type Stack, startStack } from '../../support/stack.ts';
import { testRun } from '../../support/test-run.ts';
import type { Caller, User, World } from '../../support/world.ts';

describeInProcess('a profile image', () => {
  let stack: Stack;
  let world: World;
  let nights = 0;

  beforeAll(async () => {
    stack = await startStack({ on: testRun() });
    world = stack.createWorld();
  });
  afterEach(() => stack.fronts.faults.clear());
  afterAll(() => stack.close());

  const put = (as: Caller, fileId: string) => world.call(setProfileImage, { as, body: { fileId } });

  /** Uploads and sets a picture; the worker has not seen it yet. */
  async function choose(as: User, picture: Uint8Array<ArrayBuffer>): Promise<string> {
    const fileId = await uploadedImage(world, as, picture);
    expect(await put(as, fileId)).toHaveStatus(202);
    return fileId;
  }

  const imageOf = (userId: string, size: '64' | '256' | '1024' = '256') =>
    world.call(getProfileImage, { params: { userId }, query: { size } });

  /** The picture that everybody gets. */
  async function shownTo(userId: string, size?: '64' | '256' | '1024') {
    const answer = await imageOf(userId, size);
    expect(answer).toHaveStatus(302);
    const content = await fetch(answer.headers.get('location') ?? '');
    expect(content.status).toBe(200);
    expect(content.headers.get('content-type')).toBe('image/webp');
    return sharp(Buffer.from(await content.arrayBuffer()));
  }

  const urlOf = async (as: User) => (await bodyOf(world.call(getMe, { as }))).profileImageUrl;

  const objectsOf = async (fileId: string) => {
    const objects = await readObjects(stack.clients.s3, stack.bucketName);
    return objects.map(({ Key }) => Key).filter((key) => key.includes(fileId));
  };

  /** Has what is a day old gone through. */
  async function nextNight(): Promise<void> {
    await world.drain();
    nights += 1;
    const at = new Date(Date.now() + 25 * 3_600_000 + nights * 60_000);
    await world.runTask('reconcile-files', { at });
    await world.drain();
  }

  it('is upright WebP without metadata in each size', async () => {
    const kim = await world.user('kim');
    expect(await imageOf(kim.id)).toBeProblem('identity.profile_image_not_found');
    const photo = await uploadedImage(world, kim, await phonePhoto(600, 1200), 'image/jpeg');
    expect(await put(kim, photo)).toHaveStatus(202);
    await world.drain();
    for (const [size, width, height] of [
      ['64', 32, 64],
      ['256', 128, 256],
      ['1024', 512, 1024],
    ] as const) {
      const picture = await shownTo(kim.id, size);
      const { exif, xmp, iptc, orientation, ...metadata } = await picture.metadata();
      expect(metadata).toMatchObject({ format: 'webp', width, height });
      expect({ exif, xmp, iptc, orientation }).toEqual({});
      const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
      const pixel = (y: number) => {
        const at = (y * info.width + Math.floor(info.width / 2)) * info.channels;
        return [...data.subarray(at, at + 3)].map((value) => (value > 127 ? 1 : 0));
      };
      expect([pixel(2), pixel(height - 3)]).toEqual([
        [1, 0, 0],
        [0, 0, 1],
      ]);
    }
  });

  it('is told wherever its owner is shown, by an address that changes with it', async () => {
    const [kim, lee] = [await world.user('kim'), await world.user('lee')];
    await choose(kim, await pngOf(40, 20));
    await world.drain();
    const url = await urlOf(kim);
    const userId = kim.id;
    expect((await world.call(getUser, { as: lee, params: { userId } })).body).toMatchObject({
      profileImageUrl: url,
    });
    const { id: postId } = await world.post(kim, 'Hello');
    const { body: post } = await world.call(getPost, { as: lee, params: { postId } });
    expect(post.author.profileImageUrl).toBe(url);

    const { pathname, search } = new URL(String(url));
    const kept = await world.request('GET', `${pathname}${search}`);
    expect(kept).toHaveStatus(302);
    expect(kept.headers.get('cache-control')).toBe('public, max-age=240');
    expect((await imageOf(userId)).headers.get('cache-control')).toBe('no-store');

    await choose(kim, await pngOf(20, 40));
    await world.drain();
    expect(await urlOf(kim)).not.toBe(url);
    const late = await world.request('GET', `${pathname}${search}`);
    expect(late.headers.get('cache-control')).toBe('no-store');
  });

  it('shows until another has been rendered, and goes then with all that it took', async () => {
    const kim = await world.user('kim');
    const first = await choose(kim, await pngOf(40, 20));
    await world.drain();
    const second = await uploadedImage(world, kim, await pngOf(20, 40));
    const answer = await put(kim, second);
    expect(answer.body).toEqual({ status: 'pending' });
    const used = async () => (await bodyOf(world.call(getFileUsage, { as: kim }))).files;
    expect(await used()).toBe(2);
    await world.drain();
    expect(await (await shownTo(kim.id, '64')).metadata()).toMatchObject({ width: 20, height: 40 });
    expect(await objectsOf(first)).toEqual([]);
    expect(await used()).toBe(1);
    expect((await put(kim, second)).body).toEqual({ status: 'ready' });
  });

  it('may be the one of before again, while that is being removed', async () => {
    const kim = await world.user('kim');
    const first = await choose(kim, await pngOf(4, 3));
    await world.drain();
    await choose(kim, await pngOf(3, 4));
    let again: Promise<unknown> | undefined;
    stack.fronts.faults.add({
      kind: 'delay',
      service: 'dynamodb',
      operation: 'BatchGetItem',
      functionId: settleProfileImages.id,
      // The first look is before the other one is shown, the second before the first one is removed.
      nth: 2,
      meanwhile: async () => {
        again ??= put(kim, first);
        await again;
      },
    });
    await world.drain();
    expect(again).toBeDefined();
    expect((await (await shownTo(kim.id)).metadata()).width).toBe(4);
    expect(await objectsOf(first)).toHaveLength(4);
  });

  it('is the one chosen last, whichever is rendered first', async () => {
    const kim = await world.user('kim');
    const [first, second] = [await pngOf(40, 20), await pngOf(20, 40)];
    const other = await uploadedImage(world, kim, second);
    let isOvertaken = false;
    stack.fronts.faults.add({
      kind: 'delay',
      service: 's3',
      operation: 'PutObject',
      functionId: 'files.renderImages',
      meanwhile: async () => {
        if (isOvertaken) return;
        isOvertaken = true;
        await put(kim, other);
      },
    });
    const overtaken = await choose(kim, first);
    await world.drain();
    expect(isOvertaken).toBe(true);
    expect(await (await shownTo(kim.id)).metadata()).toMatchObject({ width: 20, height: 40 });
    expect(await objectsOf(overtaken)).toEqual([]);
  });

  it('stays when nothing can be made of another, and the other tells why', async () => {
    const kim = await world.user('kim');
    await choose(kim, await pngOf(40, 20));
    await world.drain();
    const bomb = await choose(kim, bombPng());
    await world.drain();
    expect(await (await shownTo(kim.id)).metadata()).toMatchObject({ width: 40, height: 20 });
    expect(await put(kim, bomb)).toBeProblem('files.image_refused');
    const { body } = await world.call(getFile, { as: kim, params: { fileId: bomb } });
    expect(body.image).toEqual({ state: 'failed', reason: 'too_large' });

    // By then its owner has seen why.
    await nextNight();
    expect(await put(kim, bomb)).toBeProblem('files.file_not_found');
    expect(await objectsOf(bomb)).toEqual([]);
    expect(await bodyOf(world.call(getFileUsage, { as: kim }))).toMatchObject({ files: 1 });
    expect(await imageOf(kim.id)).toHaveStatus(302);
  });

  it('is waited for until the night, when it was uploaded and never set', async () => {
    const kim = await world.user('kim');
    const fileId = await uploadedImage(world, kim, await pngOf(40, 20));
    await bodyOf(world.call(completeFile, { as: kim, params: { fileId } }));
    await nextNight();
    expect(await put(kim, fileId)).toBeProblem('files.file_not_found');
    expect(await objectsOf(fileId)).toEqual([]);
    expect(await bodyOf(world.call(getFileUsage, { as: kim }))).toMatchObject({ files: 0 });
  });

  it('is gone at once when it is removed, and removing it again is no mistake', async () => {
    const kim = await world.user('kim');
    const fileId = await choose(kim, await pngOf(40, 20));
    await world.drain();
    for (let time = 0; time < 2; time++) {
      expect(await world.call(removeProfileImage, { as: kim })).toHaveStatus(204);
      expect(await imageOf(kim.id)).toBeProblem('identity.profile_image_not_found');
      expect(await urlOf(kim)).toBeUndefined();
    }
    await world.drain();
    expect(await objectsOf(fileId)).toEqual([]);
  });

  it('can be any picture among the files of its owner, which outlives it', async () => {
    const kim = await world.user('kim');
    const { id: fileId } = await readyFile(world, kim, await pngOf(40, 20));
    await world.drain();
    expect((await put(kim, fileId)).body).toEqual({ status: 'ready' });
    expect(await imageOf(kim.id)).toHaveStatus(302);
    await world.call(removeProfileImage, { as: kim });
    await world.drain();
    const params = { fileId };
    expect(await world.call(getFile, { as: kim, params })).toHaveStatus(200);

    await put(kim, fileId);
    await world.call(deleteFile, { as: kim, params });
    await world.drain();
    expect(await imageOf(kim.id)).toBeProblem('identity.profile_image_not_found');
    expect(await urlOf(kim)).toBeUndefined();
  });

  it("is no document, nothing of another's, and nothing that is not there", async () => {
    const [kim, lee] = [await world.user('kim'), await world.user('lee')];
    const text = Buffer.from('no picture');
    const document = await readyFile(world, kim, text, { contentType: 'text/plain' });
    expect(await put(kim, document.id)).toBeProblem('files.not_an_image');
    const { id } = await readyFile(world, kim, await pngOf(4, 3));
    expect(await put(lee, id)).toBeProblem('files.file_not_found');
    const announced = await bodyOf(
      world.call(uploadProfileImage, { as: kim, body: announcedImage() }),
    );
    expect(await put(kim, announced.id)).toBeProblem('files.not_uploaded');
    const body = { ...announcedImage(), contentType: 'image/svg+xml' as 'image/png' };
    expect(await world.call(uploadProfileImage, { as: kim, body })).toBeProblem('request.invalid');
  });

  it('is chosen by whoever may change the account, but among files by who may reach them', async () => {
    const kim = await world.user('kim');
    const account = await world.callerWith(['account'], kim);
    expect(await put(account, await uploadedImage(world, account, await pngOf(4, 3)))).toHaveStatus(
      202,
    );
    const { id } = await readyFile(world, kim, await pngOf(4, 3));
    expect(await put(account, id)).toBeProblem('files.file_not_found');
  });

  it('goes with its owner', async () => {
    await world.user('first');
    const kim = await world.user('kim');
    const fileId = await choose(kim, await pngOf(40, 20));
    await world.drain();
    await world.call(deleteMe, { as: kim, body: { password: kim.password } });
    expect(await imageOf(kim.id)).toBeProblem('identity.profile_image_not_found');
    await purgingAccounts(world)();
    await world.drain();
    expect(await objectsOf(fileId)).toEqual([]);
  });
});
