import { randomBytes, randomInt } from 'node:crypto';
import { closeCompany, updateCompany } from '../../../functions/companies/records/routes.ts';
import { searchCompanies } from '../../../functions/companies/search/routes.ts';
import type { CompanyView } from '../../../lib/companies/records/schema.ts';
import { etagOf } from '../../../lib/http/etag.ts';
import { bodyOf } from '../../scenarios/arrange.ts';
import { businessNumber, companyOf, joined } from '../../support/companies.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

const syllables = Array.from('가나다라마바사아자차카타파하');

describeInProcess('searching companies', () => {
  let world: World;
  let owner: User;

  beforeAll(async () => {
    world = await createWorld();
    owner = await world.user('owner');
  });

  const pageOf = async (query: object, as = owner) =>
    bodyOf(world.call(searchCompanies, { as, query }));

  const found = async (query: object, as = owner) =>
    (await pageOf({ limit: '100', ...query }, as)).items.map(({ id }) => id);

  const newName = () =>
    Array.from({ length: 6 }, () => syllables[randomInt(syllables.length)]).join('');

  it('finds by how a word of either name begins, and each company once', async () => {
    const word = randomBytes(5).toString('hex');
    const company = await companyOf(world, owner, {
      name: `${word} Bio ${word} Labs`,
      englishName: `${word} Biosciences`,
    });
    expect(await found({ query: word })).toEqual([company.id]);
    expect(await found({ query: word.slice(0, 6).toUpperCase() })).toEqual([company.id]);
    expect(await found({ query: `bio ${word}` })).toEqual([company.id]);
    expect(await found({ query: '!!!' })).toEqual([]);
  });

  it('finds the new name at once, and the old one no more', async () => {
    const [before, after] = [newName(), newName()];
    const company = await companyOf(world, owner, { name: before });
    expect(await found({ query: before })).toEqual([company.id]);
    const params = { companyId: company.id };
    const headers = { 'if-match': etagOf(company.version) };
    await bodyOf(world.call(updateCompany, { as: owner, params, headers, body: { name: after } }));
    expect(await found({ query: after })).toEqual([company.id]);
    expect(await found({ query: before })).toEqual([]);
  });

  it('finds an industry by all that it is part of', async () => {
    const company = await companyOf(world, owner, { industryCode: '26410' });
    for (const industryCode of ['C', '26', '264', '2641', '26410']) {
      expect(await found({ industryCode, mine: 'true' })).toContain(company.id);
      expect(await found({ industryCode })).toContain(company.id);
    }
    expect(await found({ industryCode: '265' })).not.toContain(company.id);
  });

  it('tells the caller’s role, and their own companies, those first that they joined last', async () => {
    const member = await world.user('member');
    const one = await companyOf(world, owner);
    const other = await companyOf(world, owner);
    await joined(world, owner, other.id, member, 'viewer');
    await world.advance(1);
    await joined(world, owner, one.id, member, 'manager');
    const { items } = await pageOf({ mine: 'true' }, member);
    expect(items.map(({ id, role }) => [id, role])).toEqual([
      [one.id, 'manager'],
      [other.id, 'viewer'],
    ]);
    expect(await found({ mine: 'true', companyType: 'other' }, member)).toEqual([]);
  });

  it('finds what a plain filter of all companies finds, whatever leads', async () => {
    const tag = newName();
    const types = ['corporation', 'other'] as const;
    const markets = ['kosdaq', undefined] as const;
    const codes = ['26410', '62', undefined] as const;
    const companies: CompanyView[] = [];
    for (const [index, companyType] of [...types, ...types, ...types].entries()) {
      const market = markets[index % 2];
      const industryCode = codes[index % 3];
      const company = await companyOf(world, owner, {
        name: `${tag} ${index}`,
        companyType,
        ...(market && { market }),
        ...(industryCode && { industryCode }),
        ...(index === 5 && { businessNumber: businessNumber() }),
      });
      companies.push(company);
    }
    const last = companies[5] as CompanyView;
    const headers = { 'if-match': etagOf(last.version) };
    const params = { companyId: last.id };
    const reason = { reason: '폐업' };
    await bodyOf(world.call(closeCompany, { as: owner, params, headers, body: reason }));
    const queries = [undefined, tag].flatMap((query) =>
      [undefined, ...types].flatMap((companyType) =>
        [undefined, 'kosdaq', 'kospi'].flatMap((market) =>
          [undefined, 'C', '62', '264'].flatMap((industryCode) =>
            [undefined, last.businessNumber].map((number) => ({
              ...(query && { query }),
              ...(companyType && { companyType }),
              ...(market && { market }),
              ...(industryCode && { industryCode }),
              ...(number && { businessNumber: number }),
            })),
          ),
        ),
      ),
    );
    const fits = (company: CompanyView, query: Record<string, string>) =>
      (!query.companyType || company.companyType === query.companyType) &&
      (!query.market || company.market === query.market) &&
      (!query.businessNumber || company.businessNumber === query.businessNumber) &&
      (!query.industryCode ||
        (query.industryCode === 'C'
          ? company.industryCode === '26410'
          : company.industryCode?.startsWith(query.industryCode)));
    for (const query of queries) {
      const ours = (await found(query)).filter((id) => companies.some((one) => one.id === id));
      const wanted = companies.filter((company) => fits(company, query)).map(({ id }) => id);
      expect([query, ours.toSorted()]).toEqual([query, wanted.toSorted()]);
    }
  });

  it('gives full pages while more follow, and all of them once', async () => {
    const tag = newName();
    const ids: string[] = [];
    for (let index = 0; index < 12; index += 1) {
      const companyType = index % 4 === 0 ? 'foreign' : 'other';
      const { id } = await companyOf(world, owner, { name: `${tag} ${index}`, companyType });
      if (companyType === 'foreign') ids.push(id);
    }
    const first = await pageOf({ query: tag, companyType: 'foreign', limit: '2' });
    expect(first.items).toHaveLength(2);
    const cursor = first.nextCursor ?? '';
    const second = await pageOf({ query: tag, companyType: 'foreign', limit: '2', cursor });
    expect(second.nextCursor).toBeNull();
    const walked = [...first.items, ...second.items].map(({ id }) => id);
    expect(walked.toSorted()).toEqual(ids.toSorted());
  });
});
