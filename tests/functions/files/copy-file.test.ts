import { getFileContent } from '../../../functions/files/contents/routes.ts';
import { copyFile } from '../../../functions/files/copies/routes.ts';
import { deleteFile, getFile, getFileUsage } from '../../../functions/files/library/routes.ts';
import { createFile } from '../../../functions/files/uploads/routes.ts';
import { bodyOf } from '../../scenarios/arrange.ts';
import { pngOf } from '../../support/pictures.ts';
import { readyFile } from '../../support/ready-file.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ live: false });
});

const text = (said: string) => Buffer.from(said);
const asText = { contentType: 'text/plain' };

async function contentOf(as: User, fileId: string) {
  const answer = await world.call(getFileContent, { as, params: { fileId } });
  return (await fetch(answer.headers.get('location') ?? '')).text();
}

describe('a copy of a file', () => {
  it('is a file of its own, with a content of its own', async () => {
    const kim = await world.user('kim');
    const announced = { ...asText, folder: 'notes', visibility: 'public' } as const;
    const file = await readyFile(world, kim, text('Hello'), announced);
    const params = { fileId: file.id };
    const answer = await world.call(copyFile, { as: kim, params, body: { name: 'again' } });
    expect(answer).toHaveStatus(201);
    const { id, createdAt, ...copy } = answer.body;
    const { id: _, createdAt: then, ...original } = file;
    expect(copy).toEqual({ ...original, name: 'again', visibility: 'private' });
    expect(createdAt >= then).toBe(true);
    const usage = await bodyOf(world.call(getFileUsage, { as: kim }));
    expect(usage).toMatchObject({ files: 2, bytes: 10 });
    await world.call(deleteFile, { as: kim, params });
    await world.drain();
    expect(await contentOf(kim, id)).toBe('Hello');
  });

  it('can be made of what others share, and of nothing else of theirs', async () => {
    const [kim, lee] = [await world.user('kim'), await world.user('lee')];
    const shared = { ...asText, folder: 'notes', visibility: 'public' } as const;
    const [open, closed] = [
      await readyFile(world, kim, text('Hello'), shared),
      await readyFile(world, kim, text('Secret'), asText),
    ];
    const copy = (fileId: string) =>
      world.call(copyFile, { as: lee, params: { fileId }, body: {} });
    const { id, folder } = await bodyOf(copy(open.id));
    expect(folder).toBe('');
    expect(await contentOf(lee, id)).toBe('Hello');
    expect(await copy(closed.id)).toBeProblem('files.file_not_found');
  });

  it('of a picture is rendered as well', async () => {
    const kim = await world.user('kim');
    const { id: fileId } = await readyFile(world, kim, await pngOf(4, 3));
    const copy = await bodyOf(world.call(copyFile, { as: kim, params: { fileId }, body: {} }));
    expect(copy.image).toEqual({ state: 'pending' });
    await world.drain();
    const { body } = await world.call(getFile, { as: kim, params: { fileId: copy.id } });
    expect(body.image).toEqual({ state: 'ready', width: 4, height: 3 });
  });

  it('is not made of what is not there yet', async () => {
    const kim = await world.user('kim');
    const body = { name: 'a', contentType: 'text/plain', size: 5 };
    const { id: fileId } = await bodyOf(world.call(createFile, { as: kim, body }));
    const answer = await world.call(copyFile, { as: kim, params: { fileId }, body: {} });
    expect(answer).toBeProblem('files.not_ready');
  });
});
