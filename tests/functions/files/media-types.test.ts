import { getFileContent } from '../../../functions/files/contents/routes.ts';
import { getFile } from '../../../functions/files/library/routes.ts';
import { createFile } from '../../../functions/files/uploads/routes.ts';
import { uploadProfileImage } from '../../../functions/identity/profile-image/routes.ts';
import { phonePhoto } from '../../support/pictures.ts';
import { readyFile } from '../../support/ready-file.ts';
import { createWorld } from '../../support/world.ts';

describe('the media type of a file', () => {
  it('may be that of a document with macros', async () => {
    const world = await createWorld({ live: false });
    const as = await world.user('kim');
    const contentType = 'application/vnd.ms-excel.sheet.macroEnabled.12';
    const body = { name: 'a.xlsm', contentType, size: 1 };
    const { body: file } = await world.call(createFile, { as, body });
    expect(file).toMatchObject({ contentType: contentType.toLowerCase() });
  });

  it.each(['image/jpg', 'image/pjpeg', 'IMAGE/JPEG', 'image/jpeg; charset=binary'])(
    '%s is that of a picture',
    async (contentType) => {
      const world = await createWorld({ live: false });
      const as = await world.user('kim');
      const { id } = await readyFile(world, as, await phonePhoto(30, 40), { contentType });
      await world.drain();
      const params = { fileId: id };
      const { body: file } = await world.call(getFile, { as, params });
      expect(file.contentType).toMatch(/^image\/jpeg/);
      expect(file.image).toEqual({ state: 'ready', width: 30, height: 40 });
      const content = await world.call(getFileContent, { as, params, query: { size: '64' } });
      expect(content).toHaveStatus(302);
    },
  );

  it('of a profile image may be written in capitals', async () => {
    const world = await createWorld({ live: false });
    const as = await world.user('kim');
    for (const contentType of ['image/jpg', 'Image/PNG']) {
      const body = { contentType, size: 100 };
      expect(await world.call(uploadProfileImage, { as, body })).toHaveStatus(201);
    }
    const body = { contentType: 'text/plain', size: 100 };
    expect(await world.call(uploadProfileImage, { as, body })).toBeProblem('request.invalid');
  });
});
