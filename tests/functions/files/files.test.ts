import { createHash } from 'node:crypto';
import { getFileContent } from '../../../functions/files/contents/routes.ts';
import {
  deleteFile,
  getFile,
  getFileUsage,
  listFiles,
  updateFile,
} from '../../../functions/files/library/routes.ts';
import { completeFile, createFile } from '../../../functions/files/uploads/routes.ts';
import { deleteMe } from '../../../functions/identity/deletion/routes.ts';
import type { CreateFileInput } from '../../../lib/files/uploads/schema.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { formOf, upload } from '../../support/upload.ts';
import { createWorld, type SignedIn, type User, type World } from '../../support/world.ts';

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

let world: World;
beforeAll(async () => {
  world = await createWorld({ live: false });
});

const announcing = async (as: User, body: Partial<CreateFileInput> = {}) => {
  const answer = await world.call(createFile, {
    as,
    body: { name: 'a.png', contentType: 'image/png', size: png.length, ...body },
  });
  expect(answer).toHaveStatus(201);
  return answer.body;
};

async function ready(as: User, body: Partial<CreateFileInput> = {}, content = png) {
  const { upload: form, ...file } = await announcing(as, { size: content.length, ...body });
  expect(await upload(form, content)).toMatchObject({ status: 204 });
  const answer = await world.call(completeFile, { as, params: { fileId: file.id } });
  expect(answer).toHaveStatus(200);
  return answer.body;
}

const usageOf = async (as: User) => (await world.call(getFileUsage, { as })).body;

const contentOf = async (as: SignedIn | undefined, fileId: string) => {
  const answer = await world.call(getFileContent, { ...(as && { as }), params: { fileId } });
  return { answer, location: answer.headers.get('location') ?? '' };
};

describe('a file', () => {
  it('is announced, uploaded, completed and read', async () => {
    const kim = await world.user('kim');
    const name = '그림 "1".png';
    const file = await ready(kim, { name, folder: 'pictures', sha256: sha256(png) });
    expect(file).toMatchObject({
      name,
      contentType: 'image/png',
      size: png.length,
      sha256: sha256(png),
      folder: 'pictures',
      visibility: 'private',
      status: 'ready',
      version: 2,
    });
    const read = await world.call(getFile, { as: kim, params: { fileId: file.id } });
    expect(read.body).toEqual(file);

    const { answer, location } = await contentOf(kim, file.id);
    expect(answer).toHaveStatus(302);
    expect(new URL(location).searchParams.get('X-Amz-Expires')).toBe('300');
    const content = await fetch(location, { headers: { range: 'bytes=1-3' } });
    expect(content.status).toBe(206);
    expect(await content.text()).toBe('PNG');
    expect(content.headers.get('content-disposition')).toBe(
      `attachment; filename="__ _1_.png"; filename*=UTF-8''${encodeURIComponent(name)}`,
    );
  });

  it('is told its checksum when none was announced', async () => {
    expect((await ready(await world.user('kim'))).sha256).toBe(sha256(png));
  });

  it('of a type that can carry a script is kept, not shown', async () => {
    const kim = await world.user('kim');
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>');
    const { id } = await ready(kim, { name: 'a.svg', contentType: 'image/svg+xml' }, svg);
    const content = await fetch((await contentOf(kim, id)).location);
    expect(content.headers.get('content-disposition')).toMatch(/^attachment;/);
    expect(content.headers.get('content-type')).toBe('application/octet-stream');
  });

  it('cannot be replaced once it is complete', async () => {
    const kim = await world.user('kim');
    const { upload: form, id } = await announcing(kim);
    await upload(form, png);
    await world.call(completeFile, { as: kim, params: { fileId: id } });
    const other = Buffer.concat([png.subarray(0, 12), Buffer.from('EVIL')]);
    await upload(form, other);
    const again = await world.call(completeFile, { as: kim, params: { fileId: id } });
    expect(again.body).toMatchObject({ status: 'ready', sha256: sha256(png), version: 2 });
    const content = await fetch((await contentOf(kim, id)).location);
    expect(Buffer.from(await content.arrayBuffer()).equals(png)).toBe(true);
  });

  it('is refused by storage without a field of its form, and the next is taken', async () => {
    const kim = await world.user('kim');
    const { upload: form } = await announcing(kim);
    const whole = formOf(form);
    const { 'Content-Type': _type, ...fields } = whole.fields;
    expect(await upload({ ...whole, fields }, png)).toMatchObject({ code: 'AccessDenied' });
    expect(await upload(form, png)).toMatchObject({ status: 204 });
  });

  it.each([
    ['another size', 'EntityTooLarge', Buffer.concat([png, png])],
    ['another checksum', 'BadDigest', Buffer.alloc(png.length)],
  ])('is refused by storage with %s', async (_, code, content) => {
    const kim = await world.user('kim');
    const { upload: form, id } = await announcing(kim, { sha256: sha256(png) });
    expect(await upload(form, content)).toMatchObject({ code });
    const answer = await world.call(completeFile, { as: kim, params: { fileId: id } });
    expect(answer).toBeProblem('files.not_uploaded');
  });

  it('is refused when its content is of another type, and takes no room then', async () => {
    const kim = await world.user('kim');
    const html = Buffer.from('<html></html>   ');
    const { upload: form, id } = await announcing(kim, { size: html.length });
    await upload(form, html);
    const params = { fileId: id };
    const answer = await world.call(completeFile, { as: kim, params });
    expect(answer).toBeProblem('files.content_refused');
    expect((await world.call(getFile, { as: kim, params })).body.status).toBe('failed');
    expect(await usageOf(kim)).toMatchObject({ bytes: 0, files: 0 });
    expect((await contentOf(kim, id)).answer).toBeProblem('files.not_ready');
  });

  it('is seen by others when it is public, and not before', async () => {
    const [kim, lee] = [await world.user('kim'), await world.user('lee')];
    const { id, version } = await ready(kim);
    const params = { fileId: id };
    for (const as of [lee, undefined]) {
      expect((await contentOf(as, id)).answer).toBeProblem('files.file_not_found');
    }
    const shared = await world.call(updateFile, {
      as: kim,
      params,
      headers: { 'if-match': `"${version}"` },
      body: { visibility: 'public', name: 'b.png' },
    });
    expect(shared.body).toMatchObject({ visibility: 'public', name: 'b.png', version: 3 });
    for (const as of [lee, undefined]) {
      expect((await contentOf(as, id)).answer).toHaveStatus(302);
    }
    expect(await world.call(deleteFile, { as: lee, params })).toBeProblem('files.file_forbidden');

    const body = { password: kim.password };
    expect(await world.call(deleteMe, { as: kim, body })).toHaveStatus(202);
    for (const as of [lee, undefined]) {
      expect((await contentOf(as, id)).answer).toBeProblem('files.file_not_found');
    }
    expect(await world.call(deleteFile, { as: lee, params })).toBeProblem('files.file_not_found');
  });

  it('is not given to what its owner lets do other things', async () => {
    const kim = await world.user('kim');
    const { id } = await ready(kim);
    const reader = await world.callerWith(['files:read'], kim);
    expect((await contentOf(reader, id)).answer).toHaveStatus(302);
    const other = await world.callerWith(['posts:read'], kim);
    expect((await contentOf(other, id)).answer).toBeProblem('files.file_not_found');
  });

  it('goes with its content and its room', async () => {
    const kim = await world.user('kim');
    const { id } = await ready(kim);
    const { location } = await contentOf(kim, id);
    const params = { fileId: id };
    expect(await world.call(deleteFile, { as: kim, params })).toHaveStatus(204);
    expect(await world.call(getFile, { as: kim, params })).toBeProblem('files.file_not_found');
    expect(await usageOf(kim)).toMatchObject({ bytes: 0, files: 0 });
    await world.drain();
    expect((await fetch(location)).status).toBe(404);
    expect(await world.call(deleteFile, { as: kim, params })).toBeProblem('files.file_not_found');
  });

  it('belongs to no company, as there is none', async () => {
    const as = await world.user('kim');
    const body = { name: 'a', contentType: 'text/plain', size: 1 };
    const companyId = 'com_01jd3v9k2m4n5p6q7r8s9t0v1w';
    expect(await world.call(createFile, { as, body: { ...body, companyId } })).toBeProblem(
      'companies.company_not_found',
    );
    expect(
      await world.call(createFile, { as, body: { ...body, visibility: 'company' } }),
    ).toBeProblem('files.company_required');
  });
});

describe('files', () => {
  it('are listed by folder, the newest first', async () => {
    const kim = await world.user('kim');
    const ids: string[] = [];
    for (const folder of ['', 'a', 'a/b', 'a']) ids.push((await announcing(kim, { folder })).id);
    const list = async (query: { folder?: string; limit?: number; cursor?: string }) => {
      const { body } = await world.call(listFiles, { as: kim, query });
      return { ids: body.items.map((file) => file.id), nextCursor: body.nextCursor };
    };
    expect((await list({})).ids).toEqual(ids.toReversed());
    expect((await list({ folder: '' })).ids).toEqual([ids[0]]);
    const first = await list({ folder: 'a', limit: 1 });
    expect(first.ids).toEqual([ids[3]]);
    const cursor = String(first.nextCursor);
    expect(await list({ folder: 'a', limit: 1, cursor })).toEqual({
      ids: [ids[1]],
      nextCursor: null,
    });
  });

  it('that nobody uploads are forgotten after a day', async () => {
    const kim = await world.user('kim');
    const { id } = await announcing(kim);
    const kept = await ready(kim);
    const at = new Date(Date.now() + 25 * 3_600_000);
    await world.runTask('expire-files', { at });
    const statusOf = async (fileId: string) =>
      (await world.call(getFile, { as: kim, params: { fileId } })).status;
    expect(await statusOf(id)).toBe(404);
    expect(await statusOf(kept.id)).toBe(200);
    expect(await usageOf(kim)).toMatchObject({ files: 1 });
  });
});

describeInProcess('the room for files', () => {
  it('is not taken twice, however many come at once', async () => {
    const size = 1000;
    const fitting = 6;
    const roomy = await createWorld({
      live: false,
      env: { FILE_QUOTA_BYTES: String(fitting * size + 1) },
    });
    const as = await roomy.user('kim');
    const body = { name: 'a', contentType: 'application/octet-stream', size };
    const answers = await Promise.all(
      Array.from({ length: 2 * fitting }, () => roomy.call(createFile, { as, body })),
    );
    const statuses = answers.map(({ status }) => status).sort((one, other) => one - other);
    expect(statuses).toEqual([...Array(fitting).fill(201), ...Array(fitting).fill(422)]);
    const { body: usage } = await roomy.call(getFileUsage, { as });
    expect(usage).toMatchObject({ bytes: fitting * size, files: fitting });
    const params = { fileId: answers.find(({ status }) => status === 201)?.body.id ?? '' };
    await roomy.call(deleteFile, { as, params });
    expect(await roomy.call(createFile, { as, body })).toHaveStatus(201);
  });
});
