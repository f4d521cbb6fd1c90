import { removeMember, updateMember } from '../../../functions/companies/members/routes.ts';
import { closeCompany } from '../../../functions/companies/records/routes.ts';
import { getFileContent } from '../../../functions/files/contents/routes.ts';
import { copyFile } from '../../../functions/files/copies/routes.ts';
import {
  deleteFile,
  getFile,
  getFileUsage,
  listFiles,
  takeDownFile,
  updateFile,
} from '../../../functions/files/library/routes.ts';
import { completeFile, createFile, uploadParts } from '../../../functions/files/uploads/routes.ts';
import { createApiKey } from '../../../functions/identity/api-keys/routes.ts';
import { deleteMe } from '../../../functions/identity/deletion/routes.ts';
import { setProfileImage } from '../../../functions/identity/profile-image/routes.ts';
import type { CompanyRole } from '../../../lib/companies/membership/roles.ts';
import { longestWaitHours } from '../../../lib/files/uploads/longest-wait.ts';
import { type CreateFileInput, largestForm } from '../../../lib/files/uploads/schema.ts';
import { newId } from '../../../lib/ids.ts';
import { bodyOf, byModerator, purgingAccounts } from '../../scenarios/arrange.ts';
import { companyOf, joined } from '../../support/companies.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { pngOf } from '../../support/pictures.ts';
import { readyFile } from '../../support/ready-file.ts';
import { type Caller, createWorld, type User, type World } from '../../support/world.ts';

describeInProcess('the files of a company', () => {
  let world: World;
  let picture: Uint8Array<ArrayBuffer>;
  let companyId: string;
  let owner: User;
  let stranger: User;
  let staff: Record<Exclude<CompanyRole, 'owner'>, User>;

  beforeAll(async () => {
    world = await createWorld();
    picture = await pngOf(4, 3);
    owner = await world.user('owner');
    stranger = await world.user('stranger');
    ({ id: companyId } = await companyOf(world, owner));
    const hire = async (role: Exclude<CompanyRole, 'owner'>) => {
      const user = await world.user(role);
      await joined(world, owner, companyId, user, role);
      return user;
    };
    staff = {
      viewer: await hire('viewer'),
      member: await hire('member'),
      manager: await hire('manager'),
      admin: await hire('admin'),
    };
  });

  const announce = (as: Caller, body: Partial<CreateFileInput> = {}) =>
    world.call(createFile, {
      as,
      body: { name: 'a.png', contentType: 'image/png', size: picture.length, ...body },
    });

  const make = (as: User, body: Partial<CreateFileInput> = {}) =>
    readyFile(world, as, picture, { companyId, ...body });

  const read = (as: Caller, fileId: string) => world.call(getFile, { as, params: { fileId } });

  const contentOf = (as: Caller | undefined, fileId: string, size?: '64') =>
    world.call(getFileContent, { as, params: { fileId }, query: size ? { size } : {} });

  const rename = async (as: Caller, fileId: string, body: object = { name: 'b.png' }) => {
    const headers = { 'if-match': `"${(await read(owner, fileId)).body.version}"` };
    return world.call(updateFile, { as, params: { fileId }, headers, body });
  };

  const remove = (as: Caller, fileId: string) => world.call(deleteFile, { as, params: { fileId } });

  const usage = async (as: Caller, query: { companyId?: string } = { companyId }) =>
    bodyOf(world.call(getFileUsage, { as, query }));

  const set = (user: User, role: CompanyRole) =>
    bodyOf(
      world.call(updateMember, {
        as: owner,
        params: { companyId, userId: user.id },
        body: { role },
      }),
    );

  const unknown = () => newId('file', new Date());

  /** What an id that nobody has is answered. */
  async function expectAsUnknown(
    ask: (fileId: string) => ReturnType<World['request']>,
    fileId: string,
  ): Promise<void> {
    const got = await ask(fileId);
    expect(got).toBeProblem('files.file_not_found');
    const { instance: _, requestId: __, ...body } = got.body as Record<string, unknown>;
    const {
      instance: ___,
      requestId: ____,
      ...like
    } = (await ask(unknown())).body as Record<string, unknown>;
    expect(body).toEqual(like);
  }

  it('are made by members, and take room of the company alone', async () => {
    const company = await usage(owner);
    const own = await usage(staff.member, {});
    const file = await make(staff.member, { visibility: 'company', folder: 'notes' });
    expect(file).toMatchObject({ companyId, visibility: 'company', status: 'ready' });
    expect(await usage(staff.viewer)).toEqual({
      ...company,
      files: company.files + 1,
      bytes: company.bytes + picture.length,
    });
    expect(await usage(staff.member, {})).toEqual(own);
    expect(await remove(staff.member, file.id)).toHaveStatus(204);
    expect(await usage(owner)).toEqual(company);
  });

  it('are made by nobody else', async () => {
    expect(await announce(stranger, { companyId })).toBeProblem('companies.company_not_found');
    const nowhere = newId('company', new Date());
    expect(await announce(owner, { companyId: nowhere })).toBeProblem(
      'companies.company_not_found',
    );
    expect(await announce(staff.viewer, { companyId })).toBeProblem('auth.role_missing');
    for (const query of [{ companyId }, { companyId, folder: 'notes' }]) {
      const list = await world.call(listFiles, { as: stranger, query });
      expect(list).toBeProblem('companies.company_not_found');
    }
    const used = await world.call(getFileUsage, { as: stranger, query: { companyId } });
    expect(used).toBeProblem('companies.company_not_found');
  });

  it.each([
    ['private', ['member', 'admin', 'owner']],
    ['company', ['viewer', 'member', 'manager', 'admin', 'owner']],
    ['public', ['viewer', 'member', 'manager', 'admin', 'owner', 'stranger']],
  ] as const)('that are %s are seen by %p', async (visibility, seeing) => {
    const { id } = await make(staff.member, { visibility });
    await world.drain();
    const people = { ...staff, owner, stranger };
    for (const [name, as] of Object.entries(people)) {
      if ((seeing as readonly string[]).includes(name)) {
        expect(await read(as, id)).toHaveStatus(200);
        expect(await contentOf(as, id)).toHaveStatus(302);
        expect(await contentOf(as, id, '64')).toHaveStatus(302);
      } else {
        await expectAsUnknown((fileId) => read(as, fileId), id);
        await expectAsUnknown((fileId) => contentOf(as, fileId), id);
        await expectAsUnknown((fileId) => contentOf(as, fileId, '64'), id);
        await expectAsUnknown((fileId) => remove(as, fileId), id);
      }
    }
    const anybody = await contentOf(undefined, id);
    if (visibility === 'public') expect(anybody).toHaveStatus(302);
    else expect(anybody).toBeProblem('files.file_not_found');
  });

  it('give their content to no credentials that read no files', async () => {
    const { id } = await make(staff.member, { visibility: 'company' });
    const writer = await world.callerWith(['files:write'], staff.manager);
    expect(await contentOf(writer, id)).toBeProblem('auth.scope_missing');
    const copied = await world.call(copyFile, { as: writer, params: { fileId: id }, body: {} });
    expect(copied).toBeProblem('auth.scope_missing');
    expect(await rename(writer, id, { visibility: 'public' })).toBeProblem('auth.scope_missing');
    const other = await world.callerWith(['posts:read'], staff.manager);
    await expectAsUnknown((fileId) => contentOf(other, fileId), id);
  });

  it('are changed and deleted by their maker and by managers', async () => {
    const { id } = await make(staff.member, { visibility: 'company' });
    expect(await rename(staff.viewer, id)).toBeProblem('auth.role_missing');
    expect(await rename(stranger, id)).toBeProblem('files.file_not_found');
    expect(await rename(staff.member, id)).toHaveStatus(200);
    expect(await rename(staff.manager, id)).toHaveStatus(200);
    expect(await remove(staff.viewer, id)).toBeProblem('auth.role_missing');

    const { id: others } = await make(staff.manager, { visibility: 'company' });
    expect(await rename(staff.member, others)).toBeProblem('auth.role_missing');
    expect(await remove(staff.member, others)).toBeProblem('auth.role_missing');
    expect(await remove(staff.admin, others)).toHaveStatus(204);
    expect(await remove(staff.manager, id)).toHaveStatus(204);

    const { id: shown } = await make(staff.member, { visibility: 'public' });
    expect(await rename(stranger, shown)).toBeProblem('files.file_forbidden');
    expect(await remove(stranger, shown)).toBeProblem('files.file_forbidden');
  });

  it('are completed and uploaded in parts as they are changed', async () => {
    const whole = await bodyOf(announce(staff.member, { companyId, visibility: 'company' }));
    const complete = (as: User) => world.call(completeFile, { as, params: { fileId: whole.id } });
    expect(await complete(staff.viewer)).toBeProblem('auth.role_missing');
    expect(await complete(staff.manager)).toBeProblem('files.not_uploaded');
    const size = largestForm + 1;
    const large = await bodyOf(announce(staff.member, { companyId, visibility: 'company', size }));
    const params = { fileId: large.id };
    const parts = (as: User) => world.call(uploadParts, { as, params, body: {} });
    expect(await parts(staff.viewer)).toBeProblem('auth.role_missing');
    expect(await parts(staff.manager)).toHaveStatus(200);
    expect(await remove(staff.member, large.id)).toHaveStatus(204);
  });

  it('are told of with their company', async () => {
    const { id, version } = await make(staff.member);
    const share = (visibility: 'company' | 'public') => rename(staff.member, id, { visibility });
    expect((await share('company')).body).toMatchObject({ visibility: 'company', companyId });
    expect((await share('public')).body).toMatchObject({ version: version + 2 });
    const own = await readyFile(world, staff.member, picture);
    const headers = { 'if-match': `"${own.version}"` };
    const body = { visibility: 'company' } as const;
    const params = { fileId: own.id };
    const answer = await world.call(updateFile, { as: staff.member, params, headers, body });
    expect(answer).toBeProblem('files.company_required');
    expect(await announce(staff.member, { visibility: 'company' })).toBeProblem(
      'files.company_required',
    );
  });

  it('are a maker’s no more who may only look, or has left', async () => {
    const kim = await world.user('kim');
    await joined(world, owner, companyId, kim, 'member');
    const { id } = await make(kim);
    await set(kim, 'viewer');
    expect(await read(kim, id)).toHaveStatus(200);
    expect(await rename(kim, id)).toBeProblem('auth.role_missing');
    const params = { companyId, userId: kim.id };
    expect(await world.call(removeMember, { as: owner, params })).toHaveStatus(204);
    await expectAsUnknown((fileId) => read(kim, fileId), id);
    expect(await read(staff.admin, id)).toHaveStatus(200);
  });

  it('are listed in whole pages, without what others keep private', async () => {
    const lee = await world.user('lee');
    const { id: other } = await companyOf(world, lee);
    const park = await world.user('park');
    await joined(world, lee, other, park, 'manager');
    const shown: string[] = [];
    for (let index = 0; index < 6; index++) {
      const folder = index % 2 ? 'odd' : '';
      const body = { companyId: other, folder } as const;
      const { id } = await bodyOf(announce(lee, { ...body, visibility: 'company' }));
      await bodyOf(announce(lee, body));
      shown.unshift(id);
    }
    const pages = async (as: User, query: { folder?: string }) => {
      const found: string[][] = [];
      let cursor: string | null | undefined;
      do {
        const { items, nextCursor } = await bodyOf(
          world.call(listFiles, {
            as,
            query: { companyId: other, limit: 2, ...query, ...(cursor && { cursor }) },
          }),
        );
        found.push(items.map(({ id }) => id));
        cursor = nextCursor;
      } while (cursor);
      return found;
    };
    const all = await pages(park, {});
    expect(all.map(({ length }) => length)).toEqual([2, 2, 2]);
    expect(all.flat()).toEqual(shown);
    expect((await pages(park, { folder: 'odd' })).flat()).toEqual(
      shown.filter((_, index) => index % 2 === 0),
    );
    expect((await pages(lee, {})).flat()).toHaveLength(12);
    const own = await bodyOf(world.call(listFiles, { as: lee }));
    expect(own.items).toEqual([]);
  });

  it('are copied by who sees them, to the company or to their own', async () => {
    const { id: fileId } = await make(staff.admin, { visibility: 'company', folder: 'notes' });
    const copy = (as: Caller, body: object = {}) =>
      world.call(copyFile, { as, params: { fileId }, body });
    const own = await copy(staff.viewer);
    expect(own).toHaveStatus(201);
    expect(own.body).toMatchObject({ visibility: 'private', folder: '' });
    expect(own.body).not.toHaveProperty('companyId');
    expect(await remove(staff.viewer, own.body.id)).toHaveStatus(204);
    expect(await copy(staff.viewer, { companyId })).toBeProblem('auth.role_missing');
    expect(await copy(stranger, { companyId })).toBeProblem('files.file_not_found');
    const shared = await copy(staff.member, { companyId, visibility: 'company' });
    expect(shared.body).toMatchObject({ companyId, visibility: 'company', folder: 'notes' });
    expect(await contentOf(staff.viewer, shared.body.id)).toHaveStatus(302);
    expect(await remove(staff.member, shared.body.id)).toHaveStatus(204);
    const brought = await readyFile(world, staff.member, picture);
    const params = { fileId: brought.id };
    const body = { companyId };
    const given = await world.call(copyFile, { as: staff.member, params, body });
    expect(given.body).toMatchObject({ companyId, visibility: 'private' });
    const refused = await copy(staff.member, { visibility: 'company' });
    expect(refused).toBeProblem('files.company_required');
  });

  it('are no profile image', async () => {
    const body = { fileId: (await make(staff.member, { visibility: 'company' })).id };
    const answer = await world.call(setProfileImage, { as: staff.member, body });
    expect(answer).toBeProblem('files.file_forbidden');
    const hidden = { fileId: (await make(staff.admin)).id };
    const unseen = await world.call(setProfileImage, { as: staff.member, body: hidden });
    expect(unseen).toBeProblem('files.file_not_found');
  });

  it('are taken down by administrators, and their room is the company’s again', async () => {
    const before = await usage(owner);
    const { id: fileId } = await make(staff.member, { visibility: 'company' });
    const call = await byModerator(world, { fileId });
    expect(await world.call(takeDownFile, call)).toHaveStatus(204);
    expect(await usage(owner)).toEqual(before);
    await world.drain();
    const inbox = await world.request('GET', '/v1/inbox', { as: staff.member });
    expect(JSON.stringify(inbox.body)).toContain(fileId);
  });

  it('expire while their content is awaited, and the room is the company’s again', async () => {
    const before = await usage(owner);
    const { id } = await bodyOf(announce(staff.member, { companyId }));
    expect((await usage(owner)).files).toBe(before.files + 1);
    const at = new Date(Date.now() + (longestWaitHours + 1) * 3_600_000);
    await world.runTask('expire-files', { at });
    expect(await read(owner, id)).toBeProblem('files.file_not_found');
    const { files } = await usage(owner);
    expect(files).toBeLessThanOrEqual(before.files);
  });

  it('stay when their maker is gone', async () => {
    const { id: fileId } = await make(staff.manager, { visibility: 'public' });
    const { password } = staff.manager;
    const gone = await world.call(deleteMe, { as: staff.manager, body: { password } });
    expect(gone).toHaveStatus(202);
    expect(await contentOf(undefined, fileId)).toHaveStatus(302);
    await purgingAccounts(world)();
    await world.drain();
    expect(await contentOf(undefined, fileId)).toHaveStatus(302);
    expect(await remove(owner, fileId)).toHaveStatus(204);
  });

  it('are read and not changed once the company is closed', async () => {
    const lee = await world.user('lee');
    const company = await companyOf(world, lee);
    const { id: fileId, version } = await readyFile(world, lee, picture, { companyId: company.id });
    const pending = await bodyOf(announce(lee, { companyId: company.id }));
    const params = { companyId: company.id };
    const headers = { 'if-match': `"${company.version}"` };
    const body = { reason: '합병' };
    expect(await world.call(closeCompany, { as: lee, params, headers, body })).toHaveStatus(200);
    const code = 'companies.company_closed';
    expect(await announce(lee, { companyId: company.id })).toBeProblem(code);
    expect(await remove(lee, fileId)).toBeProblem(code);
    expect(await world.call(completeFile, { as: lee, params: { fileId: pending.id } })).toBeProblem(
      code,
    );
    const renamed = (seen: number) =>
      world.call(updateFile, {
        as: lee,
        params: { fileId },
        headers: { 'if-match': `"${seen}"` },
        body: { name: 'b.png' },
      });
    expect(await renamed(version + 1)).toBeProblem('request.version_mismatch');
    expect(await renamed(version)).toBeProblem(code);
    const copied = await world.call(copyFile, { as: lee, params: { fileId }, body: {} });
    expect(copied).toHaveStatus(201);
    const { id: other } = copied.body;
    const back = { companyId: company.id };
    expect(
      await world.call(copyFile, { as: lee, params: { fileId: other }, body: back }),
    ).toBeProblem(code);
    expect(await contentOf(lee, fileId)).toHaveStatus(302);
    const list = await bodyOf(world.call(listFiles, { as: lee, query: back }));
    expect(list.items).toHaveLength(2);
  });

  describe('by a key that is bound to the company', () => {
    let key: Caller;

    beforeAll(async () => {
      const scopes = ['files:read', 'files:write'] as const;
      key = await bodyOf(
        world.call(createApiKey, {
          as: staff.member,
          body: {
            name: 'bound',
            scopes: [...scopes],
            companyId,
            expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
          },
        }),
      );
    });

    it('are made, listed, read and changed', async () => {
      const { id } = await bodyOf(announce(key, { companyId }));
      expect(await read(key, id)).toHaveStatus(200);
      const { items } = await bodyOf(world.call(listFiles, { as: key, query: { companyId } }));
      expect(items.map((item) => item.id)).toContain(id);
      expect(await usage(key)).toEqual(await usage(owner));
      expect(await rename(key, id)).toHaveStatus(200);
      expect(await remove(key, id)).toHaveStatus(204);
    });

    it('are the only ones', async () => {
      const code = 'auth.key_bound_to_company';
      expect(await announce(key)).toBeProblem(code);
      expect(await world.call(listFiles, { as: key })).toBeProblem(code);
      expect(await world.call(getFileUsage, { as: key })).toBeProblem(code);
      const own = await readyFile(world, staff.member, picture, { visibility: 'public' });
      const params = { fileId: own.id };
      expect(await read(key, own.id)).toBeProblem(code);
      expect(await contentOf(key, own.id)).toBeProblem(code);
      expect(await remove(key, own.id)).toBeProblem(code);
      expect(await world.call(completeFile, { as: key, params })).toBeProblem(code);
      expect(await world.call(copyFile, { as: key, params, body: { companyId } })).toBeProblem(
        code,
      );
      const company = await make(staff.member);
      const out = { as: key, params: { fileId: company.id }, body: {} };
      expect(await world.call(copyFile, out)).toBeProblem(code);
    });

    it('are not those of others', async () => {
      const { id: theirs } = await readyFile(world, stranger, picture, { visibility: 'public' });
      const { id: other } = await companyOf(world, owner);
      await joined(world, owner, other, staff.member, 'admin');
      const { id: elsewhere } = await readyFile(world, owner, picture, {
        companyId: other,
        visibility: 'public',
      });
      for (const fileId of [theirs, elsewhere]) {
        await expectAsUnknown((id) => read(key, id), fileId);
        await expectAsUnknown((id) => contentOf(key, id), fileId);
        await expectAsUnknown((id) => remove(key, id), fileId);
      }
      const code = 'companies.company_not_found';
      expect(await announce(key, { companyId: other })).toBeProblem(code);
      const query = { companyId: other };
      expect(await world.call(listFiles, { as: key, query })).toBeProblem(code);
      expect(await world.call(getFileUsage, { as: key, query })).toBeProblem(code);
    });
  });
});
