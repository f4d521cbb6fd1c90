import { parseArgs } from 'node:util';
import type { Call } from '../../lib/aws/calls.ts';
import type { Company } from '../../lib/companies/membership/companies.entity.ts';
import { companyTypes, markets } from '../../lib/companies/membership/company-kinds.ts';
import type { Operation } from '../../lib/model/write.ts';
import { startStack } from '../support/stack.ts';
import { writeItems } from '../support/write-items.ts';

/*
 * npm run search-cost [-- --companies 100000]: what a page of a search of companies costs as there are
 * more of them.
 */
const { values } = parseArgs({ options: { companies: { type: 'string', default: '100000' } } });
const most = Number(values.companies);

const stack = await startStack();
try {
  await measure();
} finally {
  await stack.close();
}

async function measure(): Promise<void> {
  // Imported late: they read the configuration, which the stack sets.
  const { makeUsers } = await import('../support/seed-users.ts');
  const { putRequest } = await import('../support/put-items.ts');
  const { searchCompanies } = await import('../../functions/companies/search/routes.ts');
  const { newId } = await import('../../lib/ids.ts');
  const { Companies } = await import('../../lib/companies/membership/companies.entity.ts');
  const { CompanyEntries } = await import('../../lib/companies/records/company-entries.entity.ts');
  const { entriesOf } = await import('../../lib/companies/records/company-entries.ts');
  const world = stack.createWorld();

  const put = (operations: readonly Operation[]) =>
    writeItems(stack.clients.dynamodb, stack.tableName, operations.map(putRequest));

  const [reader] = await makeUsers(1, put);
  if (!reader) throw new Error('There is no reader');

  const syllables = Array.from('가나다라마바사아자차카타파하');
  const begin = Date.now() - most * 1000;

  /** The company of a number, the same each time. */
  function companyOf(index: number): Company {
    const createdAt = new Date(begin + index * 1000);
    const letters = [index % 14, Math.floor(index / 14) % 14, Math.floor(index / 196) % 14];
    const name = letters.map((letter) => syllables[letter]).join('');
    return {
      companyId: newId('company', createdAt),
      name: `${name}전자`,
      companyType: companyTypes[index % companyTypes.length] ?? 'other',
      market: markets[Math.floor(index / 6) % markets.length] ?? 'other',
      industryCode: index % 10 === 0 ? '26410' : '62010',
      stockCode: String(100_000 + (index % 900_000)),
      status: 'active',
      createdAt: createdAt.toISOString(),
      updatedAt: createdAt.toISOString(),
      version: 1,
      revision: 1,
    };
  }

  const queries: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    all: {},
    'stockCode=100500': { stockCode: '100500' },
    'query=가나': { query: '가나' },
    'query=ㄱㄴ': { query: 'ㄱㄴ' },
    'industryCode=264': { industryCode: '264' },
    'query=가&market=kospi': { query: '가', market: 'kospi' },
    'industryCode=264&companyType=other&market=kospi': {
      ...{ industryCode: '264', companyType: 'other', market: 'kospi' },
    },
  };

  console.log('A page of 20 companies\n');
  console.log('| Companies | Search | Found | Requests | Read units |');
  console.log('| ---: | --- | ---: | --- | ---: |');
  let made = 0;
  for (const count of [most / 100, most / 10, most]) {
    for (; made < count; made += 1000) {
      const companies = Array.from({ length: Math.min(1000, count - made) }, (_, index) =>
        companyOf(made + index),
      );
      await put([
        ...companies.map((company) => Companies.put(company)),
        ...companies.flatMap((company) =>
          entriesOf(company).map((entry) => CompanyEntries.put(entry)),
        ),
      ]);
    }
    for (const [name, query] of Object.entries(queries)) {
      const answer = await world.call(searchCompanies, { as: reader, query });
      const path = `/_local/requests/${answer.headers.get('x-request-id')}/calls`;
      const calls = (await world.request('GET', path)).body as readonly Call[];
      const operations = calls.map(({ operation }) => operation).join(', ');
      const read = calls.reduce((sum, { capacity }) => sum + capacity.read, 0);
      console.log(`| ${count} | ${name} | ${answer.body.items.length} | ${operations} | ${read} |`);
    }
  }
}
