import { getFileContent } from '../../../functions/files/contents/routes.ts';
import {
  getFile,
  getFileUsage,
  listFiles,
  takeDownFile,
} from '../../../functions/files/library/routes.ts';
import { createFile } from '../../../functions/files/uploads/routes.ts';
import {
  getProfileImage,
  setProfileImage,
} from '../../../functions/identity/profile-image/routes.ts';
import { listAuditEntries } from '../../../functions/platform/audit/routes.ts';
import { listInbox } from '../../../functions/sns/inbox/routes.ts';
import { getPost } from '../../../functions/sns/posts/routes.ts';
import { createPost } from '../../../functions/sns/publishing/routes.ts';
import { blockUser } from '../../../functions/sns/relations/routes.ts';
import { newId } from '../../../lib/ids.ts';
import { bodyOf } from '../../scenarios/arrange.ts';
import { uploadedImage } from '../../scenarios/profile-images.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { pngOf } from '../../support/pictures.ts';
import { readyFile } from '../../support/ready-file.ts';
import { createWorld, type SignedIn, type User, type World } from '../../support/world.ts';

const reason = 'Somebody else’s passport';

describeInProcess('taking a file down', () => {
  let world: World;
  let admin: User;
  let as: SignedIn;
  let kim: User;
  let lee: User;

  beforeAll(async () => {
    world = await createWorld({ live: false });
    admin = await world.user('admin');
    as = await world.callerWith(['admin'], admin);
  });

  beforeEach(async () => {
    [kim, lee] = [await world.user('kim'), await world.user('lee')];
  });

  const takeDown = (fileId: string, by = as) =>
    world.call(takeDownFile, { as: by, params: { fileId }, body: { reason } });

  const publicPicture = async () =>
    readyFile(world, kim, await pngOf(4, 3), { visibility: 'public' });

  const contentOf = (fileId: string, by: User, query: { size?: '64'; post?: string } = {}) =>
    world.call(getFileContent, { as: by, params: { fileId }, query });

  const inboxOf = async (user: User) => {
    await world.drain();
    return (await bodyOf(world.call(listInbox, { as: user }))).items;
  };

  const told = (fileId: string) =>
    expect.objectContaining({
      ...{ type: 'moderation', actors: [], actorCount: 0 },
      ...{ target: { type: 'file', id: fileId }, reason },
    });

  it('is for administrators alone', async () => {
    const { id: fileId } = await publicPicture();
    for (const by of [kim, lee]) {
      expect(await takeDown(fileId, by)).toBeProblem('auth.scope_missing');
    }
    const path = `/v1/admin/files/${fileId}`;
    expect((await world.request('DELETE', path, { body: { reason } })).status).toBe(401);
    expect(await contentOf(fileId, lee)).toHaveStatus(302);
  });

  it.each([undefined, {}, { reason: '' }, { reason: 'a'.repeat(1001) }])(
    'takes a reason: %j is none',
    async (body) => {
      const { id: fileId } = await publicPicture();
      const path = `/v1/admin/files/${fileId}`;
      const answer = await world.request('DELETE', path, { as, ...(body && { body }) });
      expect(answer.status).toBe(400);
      expect(await contentOf(fileId, lee)).toHaveStatus(302);
    },
  );

  it('finds no file that is not there', async () => {
    expect(await takeDown(newId('file', new Date()))).toBeProblem('files.file_not_found');
  });

  it('removes it for everybody, with its content and the room that it took', async () => {
    const { id: fileId } = await publicPicture();
    await world.drain();
    const links = [await contentOf(fileId, kim), await contentOf(fileId, lee, { size: '64' })].map(
      ({ headers }) => headers.get('location') ?? '',
    );
    for (const link of links) expect((await fetch(link)).status).toBe(200);
    expect(await takeDown(fileId)).toHaveStatus(204);
    for (const by of [kim, lee, admin]) {
      for (const query of [{}, { size: '64' }] as const) {
        expect(await contentOf(fileId, by, query)).toBeProblem('files.file_not_found');
      }
      const answer = await world.call(getFile, { as: by, params: { fileId } });
      expect(answer).toBeProblem('files.file_not_found');
    }
    expect((await bodyOf(world.call(listFiles, { as: kim }))).items).toEqual([]);
    expect((await bodyOf(world.call(getFileUsage, { as: kim }))).bytes).toBe(0);
    await world.drain();
    for (const link of links) expect((await fetch(link)).status).toBe(404);
    expect(await takeDown(fileId)).toBeProblem('files.file_not_found');
  });

  it('takes it out of the posts that show it, which stay', async () => {
    const { id: fileId } = await readyFile(world, kim, await pngOf(4, 3));
    const { id: otherId } = await readyFile(world, kim, await pngOf(5, 3));
    await world.drain();
    const body = { text: 'Look', fileIds: [fileId, otherId] };
    const { id: postId } = await bodyOf(world.call(createPost, { as: kim, body }));
    expect(await contentOf(fileId, lee, { size: '64', post: postId })).toHaveStatus(302);
    expect(await takeDown(fileId)).toHaveStatus(204);
    const answer = await contentOf(fileId, lee, { size: '64', post: postId });
    expect(answer).toBeProblem('files.file_not_found');
    await world.drain();
    const post = await bodyOf(world.call(getPost, { as: lee, params: { postId } }));
    expect(post.text).toBe('Look');
    expect(post.files.map(({ id }) => id)).toEqual([otherId]);
  });

  it('takes it off the profile that it is the picture of', async () => {
    const fileId = await uploadedImage(world, kim, await pngOf(40, 30));
    await bodyOf(world.call(setProfileImage, { as: kim, body: { fileId } }));
    await world.drain();
    const params = { userId: kim.id };
    const query = { size: '256' } as const;
    expect(await world.call(getProfileImage, { params, query })).toHaveStatus(302);
    expect(await takeDown(fileId)).toHaveStatus(204);
    await world.drain();
    expect(await world.call(getProfileImage, { params, query })).toHaveStatus(404);
    expect(await inboxOf(kim)).toEqual([told(fileId)]);
  });

  it('takes down one that is not uploaded yet', async () => {
    const body = { name: 'a.png', contentType: 'image/png', size: 10 };
    const { id: fileId } = await bodyOf(world.call(createFile, { as: kim, body }));
    expect(await takeDown(fileId)).toHaveStatus(204);
    expect((await bodyOf(world.call(getFileUsage, { as: kim }))).bytes).toBe(0);
  });

  it('tells the owner why and not by whom, also where the owner blocks whoever did it', async () => {
    await bodyOf(world.call(blockUser, { as: kim, params: { userId: admin.id } }));
    const { id: fileId } = await publicPicture();
    await takeDown(fileId);
    const items = await inboxOf(kim);
    expect(items).toEqual([told(fileId)]);
    expect(JSON.stringify(items)).not.toContain(admin.id);
    expect(await inboxOf(lee)).toEqual([]);
  });

  it('stands in the audit with who did it and why', async () => {
    const { id: fileId } = await publicPicture();
    await takeDown(fileId);
    await world.drain();
    const query = { objectId: fileId };
    const { items } = await bodyOf(world.call(listAuditEntries, { as, query }));
    expect(items).toEqual([
      expect.objectContaining({
        actorId: admin.id,
        actorIp: '127.0.0.1',
        action: 'file.taken_down',
        objectType: 'file',
        userId: kim.id,
        after: { reason },
      }),
    ]);
  });

  it('happens once where several do it at once, also as the owner deletes it', async () => {
    const { id: fileId } = await publicPicture();
    await readyFile(world, kim, await pngOf(4, 3));
    const { bytes } = await bodyOf(world.call(getFileUsage, { as: kim }));
    const own = () => world.request('DELETE', `/v1/files/${fileId}`, { as: kim });
    const answers = await Promise.all([takeDown(fileId), own(), takeDown(fileId)]);
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      204, 404, 404,
    ]);
    const after = await bodyOf(world.call(getFileUsage, { as: kim }));
    expect(after.bytes).toBe(bytes / 2);
    expect(await inboxOf(kim)).toEqual(answers[1]?.status === 204 ? [] : [told(fileId)]);
  });
});
