import { getFileContent } from '../../../functions/files/contents/routes.ts';
import { copyFile } from '../../../functions/files/copies/routes.ts';
import { getFileUsage } from '../../../functions/files/library/routes.ts';
import { completeFile, createFile } from '../../../functions/files/uploads/routes.ts';
import { bodyOf } from '../../scenarios/arrange.ts';
import { readyFile } from '../../support/ready-file.ts';
import { upload } from '../../support/upload.ts';
import { createWorld } from '../../support/world.ts';

const nothing = new Uint8Array(0);
const emptySha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const announced = { name: '.gitkeep', contentType: 'text/plain' };

describe('a file of no bytes', () => {
  it('is kept, read and copied as others are', async () => {
    const world = await createWorld({ live: false });
    const as = await world.user('kim');
    const file = await readyFile(world, as, nothing, announced);
    expect(file).toMatchObject({ status: 'ready', size: 0, sha256: emptySha256 });
    const params = { fileId: file.id };
    const copy = await bodyOf(world.call(copyFile, { as, params, body: {} }));
    for (const fileId of [file.id, copy.id]) {
      const { headers } = await world.call(getFileContent, { as, params: { fileId } });
      const content = await fetch(headers.get('location') ?? '');
      expect(content.status).toBe(200);
      expect(await content.text()).toBe('');
      const head = await world.request('HEAD', `/v1/files/${fileId}/content`, { as });
      expect(head.headers.get('content-length')).toBe('0');
    }
    expect((await world.call(getFileUsage, { as })).body).toMatchObject({ bytes: 0, files: 2 });
  });

  it('takes no content, and is none before it has come', async () => {
    const world = await createWorld({ live: false });
    const as = await world.user('kim');
    const body = { ...announced, size: 0 };
    const { id, upload: form } = await bodyOf(world.call(createFile, { as, body }));
    const params = { fileId: id };
    expect(await world.call(completeFile, { as, params })).toBeProblem('files.not_uploaded');
    expect(await upload(form, 'a')).toMatchObject({ code: 'EntityTooLarge' });
    expect(await world.call(completeFile, { as, params })).toBeProblem('files.not_uploaded');
  });

  it('is no picture', async () => {
    const world = await createWorld({ live: false });
    const as = await world.user('kim');
    const body = { name: 'a.png', contentType: 'image/png', size: 0 };
    const { id, upload: form } = await bodyOf(world.call(createFile, { as, body }));
    expect(await upload(form, nothing)).toMatchObject({ status: 204 });
    const answer = await world.call(completeFile, { as, params: { fileId: id } });
    expect(answer).toBeProblem('files.content_refused');
  });
});
