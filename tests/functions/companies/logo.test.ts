import sharp from 'sharp';
import { settleLogos } from '../../../events/queues/companies.ts';
import {
  getLogo,
  removeLogo,
  setLogo,
  uploadLogo,
} from '../../../functions/companies/logo/routes.ts';
import { closeCompany, getCompany } from '../../../functions/companies/records/routes.ts';
import { deleteFile, getFile, getFileUsage } from '../../../functions/files/library/routes.ts';
import { completeFile } from '../../../functions/files/uploads/routes.ts';
import { newId } from '../../../lib/ids.ts';
import { bodyOf } from '../../scenarios/arrange.ts';
import { announcedLogo, showLogo, uploadedLogo } from '../../scenarios/company-logos.ts';
import { uploadedImage } from '../../scenarios/profile-images.ts';
import { companyOf, joined } from '../../support/companies.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { bombPng, pngOf } from '../../support/pictures.ts';
import { readyFile } from '../../support/ready-file.ts';
import { readObjects } from '../../support/restore-bucket.ts';
import { type Stack, startStack } from '../../support/stack.ts';
import { testRun } from '../../support/test-run.ts';
import type { Caller, User, World } from '../../support/world.ts';

describeInProcess('a logo', () => {
  let stack: Stack;
  let world: World;
  let owner: User;
  let companyId: string;
  let nights = 0;

  beforeAll(async () => {
    stack = await startStack({ on: testRun() });
    world = stack.createWorld();
    owner = await world.user('owner');
  });
  beforeEach(async () => {
    ({ id: companyId } = await companyOf(world, owner));
  });
  afterEach(() => stack.fronts.faults.clear());
  afterAll(() => stack.close());

  const put = (as: Caller, fileId: string) =>
    world.call(setLogo, { as, params: { companyId }, body: { fileId } });

  const logoOf = (id = companyId, size: '64' | '256' | '1024' = '256') =>
    world.call(getLogo, { params: { companyId: id }, query: { size } });

  /** Uploads and sets a picture; the worker has not seen it yet. */
  async function choose(picture: Uint8Array<ArrayBuffer>): Promise<string> {
    const fileId = await uploadedLogo(world, owner, companyId, picture);
    expect(await put(owner, fileId)).toHaveStatus(202);
    return fileId;
  }

  /** The size of what everybody gets. */
  async function shown(size?: '64' | '256' | '1024') {
    const answer = await logoOf(companyId, size);
    expect(answer).toHaveStatus(302);
    const content = await fetch(answer.headers.get('location') ?? '');
    expect(content.headers.get('content-type')).toBe('image/webp');
    const { width, height } = await sharp(Buffer.from(await content.arrayBuffer())).metadata();
    return { width, height };
  }

  const remove = (as: Caller) => world.call(removeLogo, { as, params: { companyId } });

  const recordOf = () => bodyOf(world.call(getCompany, { as: owner, params: { companyId } }));

  const used = async () =>
    (await bodyOf(world.call(getFileUsage, { as: owner, query: { companyId } }))).files;

  const objectsOf = async (fileId: string) => {
    const objects = await readObjects(stack.clients.s3, stack.bucketName);
    return objects.map(({ Key }) => Key).filter((key) => key.includes(fileId));
  };

  const close = async () => {
    const { version } = await recordOf();
    const headers = { 'if-match': `"${version}"` };
    const body = { reason: '합병' };
    const call = { as: owner, params: { companyId }, headers, body };
    expect(await world.call(closeCompany, call)).toHaveStatus(200);
  };

  it('is shown to everybody once it is rendered, by an address that changes with it', async () => {
    expect(await logoOf()).toBeProblem('companies.logo_not_found');
    expect(await logoOf(newId('company', new Date()))).toBeProblem('companies.logo_not_found');
    const { version } = await recordOf();
    const fileId = await uploadedLogo(world, owner, companyId, await pngOf(300, 150));
    expect((await put(owner, fileId)).body).toEqual({ status: 'pending' });
    expect(await logoOf()).toBeProblem('companies.logo_not_found');
    await world.drain();
    expect(await shown()).toEqual({ width: 256, height: 128 });
    expect(await shown('64')).toEqual({ width: 64, height: 32 });

    const record = await recordOf();
    expect(record.version).toBe(version);
    const { pathname, search } = new URL(String(record.logoUrl));
    const kept = await world.request('GET', `${pathname}${search}`);
    expect(kept).toHaveStatus(302);
    expect(kept.headers.get('cache-control')).toBe('public, max-age=240');
    expect((await logoOf()).headers.get('cache-control')).toBe('no-store');
    await choose(await pngOf(20, 40));
    await world.drain();
    expect((await recordOf()).logoUrl).not.toBe(record.logoUrl);
  });

  it('shows until another has been rendered, and goes then with all that it took', async () => {
    const first = await choose(await pngOf(40, 20));
    await world.drain();
    const second = await choose(await pngOf(20, 40));
    expect(await shown()).toEqual({ width: 40, height: 20 });
    expect(await used()).toBe(2);
    await world.drain();
    expect(await shown()).toEqual({ width: 20, height: 40 });
    expect(await objectsOf(first)).toEqual([]);
    expect(await used()).toBe(1);
    expect((await put(owner, second)).body).toEqual({ status: 'ready' });
  });

  it('may be the one of before again, while that is being removed', async () => {
    const first = await choose(await pngOf(4, 3));
    await world.drain();
    await choose(await pngOf(3, 4));
    let again: Promise<unknown> | undefined;
    stack.fronts.faults.add({
      kind: 'delay',
      service: 'dynamodb',
      operation: 'BatchGetItem',
      functionId: settleLogos.id,
      // The first look is before the other one is shown, the second before the first one is removed.
      nth: 2,
      meanwhile: async () => {
        again ??= put(owner, first);
        await again;
      },
    });
    await world.drain();
    expect(again).toBeDefined();
    expect(await shown()).toEqual({ width: 4, height: 3 });
    await world.call(deleteFile, { as: owner, params: { fileId: first } });
    await world.drain();
    expect(await logoOf()).toBeProblem('companies.logo_not_found');
  });

  it('stays when nothing can be made of another', async () => {
    await choose(await pngOf(40, 20));
    await world.drain();
    const bomb = await choose(bombPng());
    await world.drain();
    expect(await shown()).toEqual({ width: 40, height: 20 });
    expect(await put(owner, bomb)).toBeProblem('files.image_refused');
    nights += 1;
    await world.runTask('reconcile-files', {
      at: new Date(Date.now() + 25 * 3_600_000 + nights * 60_000),
    });
    await world.drain();
    expect(await put(owner, bomb)).toBeProblem('files.file_not_found');
    expect(await used()).toBe(1);
    expect(await logoOf()).toHaveStatus(302);
  });

  it('is waited for until the night, when it was uploaded and never set', async () => {
    const fileId = await uploadedLogo(world, owner, companyId, await pngOf(40, 20));
    await bodyOf(world.call(completeFile, { as: owner, params: { fileId } }));
    nights += 1;
    await world.runTask('reconcile-files', {
      at: new Date(Date.now() + 25 * 3_600_000 + nights * 60_000),
    });
    await world.drain();
    expect(await put(owner, fileId)).toBeProblem('files.file_not_found');
    expect(await used()).toBe(0);
  });

  it('is gone at once when it is removed, and removing it again is no mistake', async () => {
    const fileId = await choose(await pngOf(40, 20));
    await world.drain();
    for (let time = 0; time < 2; time++) {
      expect(await remove(owner)).toHaveStatus(204);
      expect(await logoOf()).toBeProblem('companies.logo_not_found');
      expect(await recordOf()).not.toHaveProperty('logoUrl');
    }
    await world.drain();
    expect(await objectsOf(fileId)).toEqual([]);
  });

  it('can be any picture of the company, or of who chooses it, which outlives it', async () => {
    const lee = await world.user('lee');
    await joined(world, owner, companyId, lee, 'admin');
    const company = await readyFile(world, lee, await pngOf(30, 20), { companyId });
    const own = await readyFile(world, lee, await pngOf(20, 30));
    await world.drain();
    for (const { id: fileId } of [company, own]) {
      expect((await put(lee, fileId)).body).toEqual({ status: 'ready' });
      expect(await logoOf()).toHaveStatus(302);
      expect(await remove(lee)).toHaveStatus(204);
      await world.drain();
      expect(await world.call(getFile, { as: lee, params: { fileId } })).toHaveStatus(200);
      expect((await put(lee, fileId)).body).toEqual({ status: 'ready' });
      expect(await world.call(deleteFile, { as: lee, params: { fileId } })).toHaveStatus(204);
      await world.drain();
      expect(await logoOf()).toBeProblem('companies.logo_not_found');
      expect(await recordOf()).not.toHaveProperty('logoUrl');
    }
  });

  it('can be one picture of several companies', async () => {
    const { id: other } = await companyOf(world, owner);
    const { id: fileId } = await readyFile(world, owner, await pngOf(30, 20));
    expect(await put(owner, fileId)).toHaveStatus(202);
    const body = { fileId };
    const call = { as: owner, params: { companyId: other }, body };
    expect(await world.call(setLogo, call)).toHaveStatus(202);
    await world.drain();
    expect(await logoOf(other)).toHaveStatus(302);
    expect(await remove(owner)).toHaveStatus(204);
    await world.drain();
    expect(await logoOf(other)).toHaveStatus(302);
    await world.call(deleteFile, { as: owner, params: { fileId } });
    await world.drain();
    expect(await logoOf(other)).toBeProblem('companies.logo_not_found');
  });

  it('goes with its picture from however many companies', async () => {
    // Imported late: it reads the configuration, which the stack sets.
    const { companiesPerRun } = await import('../../../lib/companies/logo/settle-logos.ts');
    const { id: fileId } = await readyFile(world, owner, await pngOf(4, 3));
    await world.drain();
    const made = await Promise.all(
      Array.from({ length: companiesPerRun + 2 }, () => companyOf(world, owner)),
    );
    const ids = made.map(({ id }) => id);
    const each = ids.map((id) =>
      world.call(setLogo, { as: owner, params: { companyId: id }, body: { fileId } }),
    );
    for (const answer of await Promise.all(each)) expect(answer).toHaveStatus(202);
    for (const id of ids) expect(await logoOf(id)).toHaveStatus(302);
    await bodyOf(world.call(deleteFile, { as: owner, params: { fileId } }));
    await world.drain();
    for (const id of ids) expect(await logoOf(id)).toBeProblem('companies.logo_not_found');
  });

  it('is no picture that goes with a profile', async () => {
    const fileId = await uploadedImage(world, owner, await pngOf(4, 3));
    expect(await put(owner, fileId)).toBeProblem('files.file_forbidden');
  });

  it('is no document, nothing of others, and nothing that is not there', async () => {
    const lee = await world.user('lee');
    const { id: elsewhere } = await companyOf(world, lee);
    await joined(world, lee, elsewhere, owner, 'admin');
    const text = Buffer.from('no picture');
    const document = await readyFile(world, owner, text, { contentType: 'text/plain' });
    expect(await put(owner, document.id)).toBeProblem('files.not_an_image');
    expect(await put(owner, newId('file', new Date()))).toBeProblem('files.file_not_found');
    const { id: theirs } = await readyFile(world, lee, await pngOf(4, 3));
    expect(await put(owner, theirs)).toBeProblem('files.file_not_found');
    const { id: shared } = await readyFile(world, lee, await pngOf(4, 3), { companyId: elsewhere });
    expect(await put(owner, shared)).toBeProblem('files.file_forbidden');
    const announced = await bodyOf(
      world.call(uploadLogo, { as: owner, params: { companyId }, body: announcedLogo() }),
    );
    expect(await put(owner, announced.id)).toBeProblem('files.not_uploaded');
    const narrow = await world.callerWith(['companies:write'], owner);
    expect(await put(narrow, document.id)).toBeProblem('files.file_not_found');
    const picture = await uploadedLogo(world, narrow, companyId, await pngOf(4, 3));
    expect(await put(narrow, picture)).toHaveStatus(202);
  });

  it('is chosen and removed by admins alone', async () => {
    const lee = await world.user('lee');
    await joined(world, owner, companyId, lee, 'manager');
    const fileId = await choose(await pngOf(4, 3));
    const park = await world.user('park');
    for (const [as, code] of [
      [lee, 'auth.role_missing'],
      [park, 'companies.company_not_found'],
    ] as const) {
      const announced = { as, params: { companyId }, body: announcedLogo() };
      expect(await world.call(uploadLogo, announced)).toBeProblem(code);
      expect(await put(as, fileId)).toBeProblem(code);
      expect(await remove(as)).toBeProblem(code);
    }
  });

  it('stays as it is when the company is closed', async () => {
    await showLogo(world, owner, companyId);
    const { id: fileId } = await readyFile(world, owner, await pngOf(4, 3));
    await close();
    await world.drain();
    const code = 'companies.company_closed';
    expect(await remove(owner)).toBeProblem(code);
    expect(await put(owner, fileId)).toBeProblem(code);
    const announced = { as: owner, params: { companyId }, body: announcedLogo() };
    expect(await world.call(uploadLogo, announced)).toBeProblem(code);
    expect(await shown()).toEqual({ width: 4, height: 3 });
  });
});
