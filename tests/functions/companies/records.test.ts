import {
  closeCompany,
  createCompany,
  getCompany,
  listCompanyHistory,
  updateCompany,
} from '../../../functions/companies/records/routes.ts';
import { searchCompanies } from '../../../functions/companies/search/routes.ts';
import type { CompanyView } from '../../../lib/companies/records/schema.ts';
import { etagOf } from '../../../lib/http/etag.ts';
import { bodyOf } from '../../scenarios/arrange.ts';
import { businessNumber, companyOf } from '../../support/companies.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

describeInProcess('the record of a company', () => {
  let world: World;
  let owner: User;

  beforeAll(async () => {
    world = await createWorld();
    owner = await world.user('owner');
  });

  const change = (company: CompanyView, body: object, as = owner) =>
    world.call(updateCompany, {
      as,
      params: { companyId: company.id },
      headers: { 'if-match': etagOf(company.version) },
      body,
    });

  const close = (company: CompanyView) =>
    world.call(closeCompany, {
      as: owner,
      params: { companyId: company.id },
      headers: { 'if-match': etagOf(company.version) },
      body: { reason: '합병' },
    });

  const found = async (query: object) => {
    const { items } = await bodyOf(world.call(searchCompanies, { as: owner, query }));
    return items.map(({ id }) => id);
  };

  it('has a number once, whoever is quickest', async () => {
    const number = businessNumber();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        world.call(createCompany, {
          as: owner,
          body: { name: '별빛전자', companyType: 'corporation', businessNumber: number },
        }),
      ),
    );
    const statuses = answers.map(({ status }) => status).toSorted((one, other) => one - other);
    expect(statuses).toEqual([201, ...Array.from({ length: 19 }, () => 409)]);
    for (const answer of answers.filter(({ status }) => status === 409)) {
      expect(answer).toBeProblem('companies.business_number_taken');
    }
    expect(await found({ businessNumber: number })).toHaveLength(1);
  });

  it('frees a number that it changes, and all once it is closed', async () => {
    const [first, second] = [businessNumber(), businessNumber()];
    const company = await companyOf(world, owner, { businessNumber: first, dartCode: '00126380' });
    const changed = await bodyOf(change(company, { businessNumber: second }));
    const heir = await companyOf(world, owner, { businessNumber: first });
    expect(await found({ businessNumber: first })).toEqual([heir.id]);
    expect(await change(heir, { businessNumber: second })).toBeProblem(
      'companies.business_number_taken',
    );
    const closed = await bodyOf(close(changed));
    expect(closed).toMatchObject({
      status: 'closed',
      statusReason: '합병',
      businessNumber: second,
    });
    const next = await companyOf(world, owner, { businessNumber: second, dartCode: '00126380' });
    // Both are found, the open one first, whichever is newer.
    expect(await found({ businessNumber: second })).toEqual([next.id, company.id]);
  });

  it('takes one change of a version, of a hundred at once', async () => {
    const company = await companyOf(world, owner);
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, employees) => change(company, { employees })),
    );
    const done = answers.filter(({ status }) => status === 200);
    expect(done).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(99);
  });

  it('says first that the version is old, then that the company is closed', async () => {
    const company = await companyOf(world, owner);
    const closed = await bodyOf(close(company));
    expect(await change(company, { employees: 1 })).toBeProblem('request.version_mismatch');
    expect(await change(closed, { employees: 1 })).toBeProblem('companies.company_closed');
    expect(await close(closed)).toBeProblem('companies.company_closed');
  });

  it('takes a stock code only where the record that results has a market', async () => {
    const company = await companyOf(world, owner, { market: 'kospi', stockCode: '005930' });
    const refused = await change(company, { market: 'other' });
    expect(refused).toBeProblem('request.invalid');
    expect(refused.body).toMatchObject({ errors: [{ path: 'body.stockCode' }] });
    expect(await change(company, { market: null })).toBeProblem('request.invalid');
    const changed = await bodyOf(change(company, { market: null, stockCode: null }));
    expect(changed).not.toHaveProperty('market');
    expect(changed).not.toHaveProperty('stockCode');
  });

  it('is shown as it was recorded at a time, and its history tells why', async () => {
    const company = await companyOf(world, owner, { representative: '장보고', employees: 40 });
    await world.advance(60);
    const second = await bodyOf(change(company, { representative: '이순신' }));
    await world.advance(60);
    const third = await bodyOf(change(second, { representative: null, address: '여수시 돌산읍' }));
    const at = async (asOf: string) => {
      const params = { companyId: company.id };
      return (await world.call(getCompany, { as: owner, params, query: { asOf } })).body;
    };
    expect(await at(company.updatedAt)).toMatchObject({ representative: '장보고', version: 1 });
    expect(await at(second.updatedAt)).toMatchObject({ representative: '이순신', version: 2 });
    const justBefore = new Date(Date.parse(third.updatedAt) - 1).toISOString();
    expect(await at(justBefore)).toMatchObject({ representative: '이순신', version: 2 });
    expect(await at(third.updatedAt)).not.toHaveProperty('representative');
    expect(await at('2100-01-01T00:00:00Z')).toMatchObject({ version: 3 });
    expect(
      await world.call(getCompany, {
        as: owner,
        params: { companyId: company.id },
        query: { asOf: '2001-01-01T09:00:00+09:00' },
      }),
    ).toBeProblem('companies.company_not_found');
    const history = await bodyOf(
      world.call(listCompanyHistory, { as: owner, params: { companyId: company.id } }),
    );
    expect(history.items).toEqual([
      {
        version: 3,
        at: third.updatedAt,
        actorId: owner.id,
        action: 'updated',
        changes: {
          representative: { before: '이순신', after: null },
          address: { before: null, after: '여수시 돌산읍' },
        },
      },
      {
        version: 2,
        at: second.updatedAt,
        actorId: owner.id,
        action: 'updated',
        changes: { representative: { before: '장보고', after: '이순신' } },
      },
      expect.objectContaining({
        version: 1,
        action: 'created',
        changes: expect.objectContaining({ employees: { before: null, after: 40 } }),
      }),
    ]);
  });

  it('has its whole history, however heavy, in pages that Lambda can answer', async () => {
    let company = await companyOf(world, owner);
    // As many bytes as 300 characters can have.
    const heavy = (letter: string) => `${letter}${'\u0301'.repeat(15)}`.repeat(300);
    for (let turn = 0; turn < 12; turn += 1) {
      const letter = turn % 2 === 0 ? 'a' : 'o';
      company = await bodyOf(change(company, { address: heavy(letter) }));
    }
    const params = { companyId: company.id };
    const walked: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: { limit: string; cursor?: string } = { limit: '100', ...(cursor && { cursor }) };
      const page: Awaited<ReturnType<typeof historyPage>> = await historyPage(params, query);
      walked.push(...page.items.map(({ action }) => action));
      cursor = page.nextCursor;
    }
    expect(walked).toEqual([...Array.from({ length: 12 }, () => 'updated'), 'created']);
  });

  const historyPage = (params: { companyId: string }, query: object) =>
    bodyOf(world.call(listCompanyHistory, { as: owner, params, query }));
});
