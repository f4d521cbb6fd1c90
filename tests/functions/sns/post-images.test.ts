import sharp from 'sharp';
import { getFileContent } from '../../../functions/files/contents/routes.ts';
import { deleteFile, getFile } from '../../../functions/files/library/routes.ts';
import { setProfileImage } from '../../../functions/identity/profile-image/routes.ts';
import { getPost } from '../../../functions/sns/posts/routes.ts';
import { createPost, deletePost } from '../../../functions/sns/publishing/routes.ts';
import { blockUser, unfollowUser } from '../../../functions/sns/relations/routes.ts';
import { getTimeline } from '../../../functions/sns/timeline/routes.ts';
import type { CreatePostInput } from '../../../lib/sns/publishing/schema.ts';
import { bodyOf } from '../../scenarios/arrange.ts';
import { uploadedImage } from '../../scenarios/profile-images.ts';
import { phonePhoto, pngOf } from '../../support/pictures.ts';
import { readyFile } from '../../support/ready-file.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

let world: World;
let kim: User;
let lee: User;

beforeAll(async () => {
  world = await createWorld({ live: false });
  [kim, lee] = [await world.user('kim'), await world.user('lee')];
  await world.follow(lee, kim);
});

const publish = (fileIds: string[], more: Partial<CreatePostInput> = {}) =>
  world.call(createPost, { as: kim, body: { text: 'Look', fileIds, ...more } });

const filesOf = async (postId: string, as = kim) =>
  (await bodyOf(world.call(getPost, { as, params: { postId } }))).files;

const contentOf = (fileId: string, as?: User, query: { post?: string; size?: '64' } = {}) =>
  world.call(getFileContent, { ...(as && { as }), params: { fileId }, query });

describe('pictures in a post', () => {
  it('are told in the order in which they were named, with what it takes to show them', async () => {
    const photo = await phonePhoto(30, 40);
    const one = await readyFile(world, kim, photo, { contentType: 'image/jpeg' });
    const two = await readyFile(world, kim, await pngOf(20, 10));
    await world.drain();
    const post = await bodyOf(publish([two.id, one.id]));
    const expected = [
      { id: two.id, contentType: 'image/webp', width: 20, height: 10 },
      { id: one.id, contentType: 'image/webp', width: 30, height: 40 },
    ];
    expect(post.files).toMatchObject(expected);
    await world.drain();
    const { items } = await bodyOf(world.call(getTimeline, { as: lee }));
    expect(items.find(({ id }) => id === post.id)?.files).toEqual(post.files);

    const { pathname, search } = new URL(String(post.files[1]?.url));
    const answer = await world.request('GET', `${pathname}${search}`, { as: lee });
    const content = await fetch(answer.headers.get('location') ?? '');
    const { exif, ...metadata } = await sharp(Buffer.from(await content.arrayBuffer())).metadata();
    expect(metadata).toMatchObject({ format: 'webp', width: 30, height: 40 });
    expect(exif).toBeUndefined();
  });

  it('may be rendered after the post is published', async () => {
    const { id } = await readyFile(world, kim, await pngOf(20, 10));
    const post = await bodyOf(publish([id]));
    await world.drain();
    expect(await filesOf(post.id)).toMatchObject([{ id, width: 20, height: 10 }]);
  });

  it('are seen without what their original tells by those alone who see the post', async () => {
    const mei = await world.user('mei');
    const { id } = await readyFile(world, kim, await pngOf(20, 10));
    await world.drain();
    const post = await bodyOf(publish([id], { visibility: 'followers' }));
    for (const size of [{}, { size: '64' }] as const) {
      const { headers } = await contentOf(id, lee, { post: post.id, ...size });
      expect(headers.get('location')).toContain('/renditions/');
      for (const as of [mei, undefined]) {
        const answer = await contentOf(id, as, { post: post.id, ...size });
        expect(answer).toBeProblem('files.file_not_found');
      }
      // Without the post in which it was found, it is but a file of somebody else's.
      expect(await contentOf(id, lee, size)).toBeProblem('files.file_not_found');
    }
    // To be shown a picture is not to be told of its file.
    const params = { fileId: id };
    expect(await world.call(getFile, { as: lee, params })).toBeProblem('files.file_not_found');

    const ofAll = await bodyOf(publish([id]));
    const inAll = { post: ofAll.id };
    expect(await contentOf(id, mei, inAll)).toHaveStatus(302);
    await world.call(blockUser, { as: kim, params: { userId: mei.id } });
    expect(await contentOf(id, mei, inAll)).toBeProblem('files.file_not_found');
    expect(await contentOf(id, lee, inAll)).toHaveStatus(302);
    await world.call(deletePost, { as: kim, params: { postId: ofAll.id } });
    expect(await contentOf(id, lee, inAll)).toBeProblem('files.file_not_found');
    expect(await contentOf(id, lee, { post: post.id })).toHaveStatus(302);
    expect(await contentOf(id, kim, inAll)).toHaveStatus(302);
  });

  it('are seen in no other post, of whomever it is', async () => {
    const { id } = await readyFile(world, kim, await pngOf(20, 10));
    await world.drain();
    await bodyOf(publish([id]));
    for (const author of [kim, lee]) {
      const other = await world.post(author, 'Hello');
      expect(await contentOf(id, lee, { post: other.id })).toBeProblem('files.file_not_found');
    }
  });

  it('are hidden from who follows no more', async () => {
    const mei = await world.user('mei');
    await world.follow(mei, kim);
    const { id } = await readyFile(world, kim, await pngOf(20, 10));
    await world.drain();
    const { id: post } = await bodyOf(publish([id], { visibility: 'followers' }));
    expect(await contentOf(id, mei, { post })).toHaveStatus(302);
    await world.call(unfollowUser, { as: mei, params: { userId: kim.id } });
    expect(await contentOf(id, mei, { post })).toBeProblem('files.file_not_found');
  });

  it('are gone from it when their file is deleted', async () => {
    const { id } = await readyFile(world, kim, await pngOf(20, 10));
    await world.drain();
    const other = await readyFile(world, kim, await pngOf(10, 20));
    await world.drain();
    // More than one run of the worker goes through.
    const posts: string[] = [];
    while (posts.length < 30) posts.push((await bodyOf(publish([id, other.id]))).id);
    const [first = '', last = ''] = [posts.at(0), posts.at(-1)];
    await world.call(deleteFile, { as: kim, params: { fileId: id } });
    expect(await contentOf(id, lee, { post: last })).toBeProblem('files.file_not_found');
    await world.drain();
    for (const postId of [first, last]) {
      expect(await filesOf(postId, lee)).toMatchObject([{ id: other.id, width: 10, height: 20 }]);
    }
  });

  it('are pictures of the author, ready and at most four', async () => {
    const picture = await readyFile(world, kim, await pngOf(4, 3));
    const text = Buffer.from('no picture');
    const document = await readyFile(world, kim, text, { contentType: 'text/plain' });
    const foreign = await readyFile(world, lee, await pngOf(4, 3));
    const unknown = 'file_01jd3v9k2m4n5p6q7r8s9t0v1w';
    const answer = await publish([picture.id, document.id, foreign.id, unknown]);
    expect(answer).toBeProblem('sns.image_unusable');
    expect((answer.body as unknown as { errors: unknown }).errors).toEqual([
      { path: 'body.fileIds.1', message: 'is not a picture', rule: 'custom' },
      { path: 'body.fileIds.2', message: 'is none of your files', rule: 'custom' },
      { path: 'body.fileIds.3', message: 'is none of your files', rule: 'custom' },
    ]);
    const forProfile = await uploadedImage(world, kim, await pngOf(4, 3));
    await world.call(setProfileImage, { as: kim, body: { fileId: forProfile } });
    expect(await publish([forProfile])).toBeProblem('sns.image_unusable');
    expect(await publish([picture.id, picture.id])).toBeProblem('request.invalid');
    expect(await publish([picture.id, unknown, foreign.id, document.id, lee.id])).toBeProblem(
      'request.invalid',
    );
    const poster = await world.callerWith(['posts:write'], kim);
    const body = { text: 'Look', fileIds: [picture.id] };
    expect(await world.call(createPost, { as: poster, body })).toBeProblem('sns.image_unusable');
  });
});
