import { getFileContent } from '../../../functions/files/contents/routes.ts';
import { copyFile } from '../../../functions/files/copies/routes.ts';
import { updateFile } from '../../../functions/files/library/routes.ts';
import { setProfileImage } from '../../../functions/identity/profile-image/routes.ts';
import { createPost } from '../../../functions/sns/publishing/routes.ts';
import { bodyOf } from '../../scenarios/arrange.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { pngOf } from '../../support/pictures.ts';
import { readyFile } from '../../support/ready-file.ts';
import { type Caller, createWorld, type User, type World } from '../../support/world.ts';

describeInProcess('a key that writes files and reads none', () => {
  let world: World;
  let kim: User;
  let picture: { id: string; version: number };
  let writer: Caller;

  beforeEach(async () => {
    world = await createWorld({ live: false });
    kim = await world.user('kim');
    picture = await readyFile(world, kim, await pngOf(4, 3));
    await world.drain();
    writer = await world.apiKey(kim, ['files:write', 'posts:read', 'posts:write', 'account']);
  });

  const contentOf = (as: Caller | undefined, fileId: string) =>
    world.call(getFileContent, { as, params: { fileId } });

  it('gets no content', async () => {
    expect(await contentOf(writer, picture.id)).toBeProblem('auth.scope_missing');
    const query = { size: '64' } as const;
    const asked = await world.call(getFileContent, {
      as: writer,
      params: { fileId: picture.id },
      query,
    });
    expect(asked).toBeProblem('auth.scope_missing');
    expect(await contentOf(await world.apiKey(kim, ['files:read']), picture.id)).toHaveStatus(302);
  });

  it('gets it by no copy', async () => {
    const params = { fileId: picture.id };
    const body = { visibility: 'public' } as const;
    const answer = await world.call(copyFile, { as: writer, params, body });
    expect(answer).toBeProblem('auth.scope_missing');
  });

  it('publishes none that it cannot read', async () => {
    const params = { fileId: picture.id };
    const change = (visibility: 'public' | 'private', version: number) =>
      world.call(updateFile, {
        as: writer,
        params,
        headers: { 'if-match': `"${version}"` },
        body: { visibility },
      });
    const { body: seen } = await world.request('GET', `/v1/files/${picture.id}`, { as: kim });
    const { version } = seen as { version: number };
    expect(await change('public', version)).toBeProblem('auth.scope_missing');
    expect(await contentOf(undefined, picture.id)).toBeProblem('files.file_not_found');
    await bodyOf(change('private', version));
  });

  it('shows none in a post or a profile', async () => {
    const body = { text: 'Look', fileIds: [picture.id] };
    expect(await world.call(createPost, { as: writer, body })).toBeProblem('sns.image_unusable');
    const chosen = await world.call(setProfileImage, { as: writer, body: { fileId: picture.id } });
    expect(chosen).toBeProblem('auth.scope_missing');
  });
});
