import { isDeepStrictEqual } from 'node:util';
import type { EntityItem } from 'electrodb';
import { type Write, write } from '../../model/write.ts';
import { type SearchTerm, termsOf } from '../../search/terms.ts';
import type { Company } from '../membership/companies.entity.ts';
import { CompanyEntries } from './company-entries.entity.ts';
import { industryPrefixesOf } from './industry.ts';

export type CompanyEntry = EntityItem<typeof CompanyEntries>;

/** Words of each name by which a company is found. */
const beginnings = 8;

/** The terms under which a company is found. */
export const companyTermsOf = ({
  name,
  englishName,
}: Pick<Company, 'name' | 'englishName'>): SearchTerm[] =>
  termsOf([name, ...(englishName === undefined ? [] : [englishName])], { beginnings });

/** The list of the terms of one shard. */
export const termList = ({ shard }: Pick<SearchTerm, 'shard'>) => `term:${shard}`;

/** The numbers by which a company is looked for; those that are claimed, but for the DART code. */
export const searchedNumbers = ['businessNumber', 'corporateNumber', 'stockCode'] as const;

/** All entries of a company. */
export function entriesOf(company: Company): CompanyEntry[] {
  const { companyId, name, englishName, companyType, market, industryCode } = company;
  const { businessNumber, corporateNumber, stockCode, status } = company;
  const filtered = {
    companyId,
    name,
    companyType,
    ...(englishName !== undefined && { englishName }),
    ...(market !== undefined && { market }),
    ...(industryCode !== undefined && { industryCode }),
    ...(businessNumber !== undefined && { businessNumber }),
    ...(corporateNumber !== undefined && { corporateNumber }),
    ...(stockCode !== undefined && { stockCode }),
  };
  const byAge = [
    'all',
    `companyType:${companyType}`,
    ...(market === undefined ? [] : [`market:${market}`]),
    ...(industryCode === undefined ? [] : industryPrefixesOf(industryCode)).map(
      (prefix) => `industryCode:${prefix}`,
    ),
  ];
  const isOpen = status === 'closed' ? 0 : 1;
  return [
    ...byAge.map((list) => ({ list, position: companyId })),
    // Read from the end: what is not closed comes first, then the newest.
    ...searchedNumbers.flatMap((kind) =>
      company[kind] === undefined
        ? []
        : [{ list: `${kind}:${company[kind]}`, position: `${isOpen} ${companyId}` }],
    ),
    ...companyTermsOf(company).map((term) => ({
      list: termList(term),
      position: `${term.term} ${companyId}`,
    })),
  ].map((place) => ({ ...place, ...filtered }));
}

const keyOf = ({ list, position }: CompanyEntry) => JSON.stringify([list, position]);

/** The writes that keep the entries of a company in step with its record: of those that differ alone. */
export function changeEntries(before: Company | undefined, after: Company): Write<never>[] {
  const were = new Map((before ? entriesOf(before) : []).map((entry) => [keyOf(entry), entry]));
  const are = new Map(entriesOf(after).map((entry) => [keyOf(entry), entry]));
  return [
    ...[...are]
      .filter(([key, entry]) => !isDeepStrictEqual(were.get(key), entry))
      .map(([, entry]) => write(CompanyEntries.put(entry))),
    ...[...were]
      .filter(([key]) => !are.has(key))
      .map(([, { list, position }]) => write(CompanyEntries.delete({ list, position }))),
  ];
}
