import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { fillPage, type ReadLimits, readLimits, type SparseList } from '../../model/fill-page.ts';
import { newestFirst, upTo } from '../../model/pages.ts';
import { getGroups } from '../../model/read.ts';
import type { Page, PageRequest } from '../../schema/page.ts';
import { type SearchTerm, termOfQuery } from '../../search/terms.ts';
import { Members } from '../membership/members.entity.ts';
import { companyRead, type Member, memberRead } from '../membership/membership.ts';
import type { CompanyStatus } from '../membership/roles.ts';
import { CompanyEntries } from '../records/company-entries.entity.ts';
import {
  type CompanyEntry,
  companyTermsOf,
  searchedNumbers,
  termList,
} from '../records/company-entries.ts';
import { toCompanyView } from '../records/company-view.ts';
import { industryPrefixesOf } from '../records/industry.ts';
import type { CompanyView, SearchCompaniesQuery } from '../records/schema.ts';

/**
 * Entries that a page looks at when others are filtered out. One takes some 300 bytes: the dearest page
 * reads about as much as 80 records, by five queries.
 */
const limits: ReadLimits = { together: 400, budget: 1000 };

/** What a search asks for; of the status administrators alone. */
export type Search = SearchCompaniesQuery & { status?: CompanyStatus | undefined };

/**
 * Companies by what is known of them. One index leads: a number, else a name, else the caller's own,
 * else the field with a list of its own; everything else filters what it gives.
 */
export function searchCompanies(
  { caller: { userId } }: Context<UserCaller>,
  query: Search,
  page: PageRequest,
): Promise<Page<CompanyView>> {
  const wanted = query.query === undefined ? undefined : termOfQuery(query.query);
  // Nothing begins with what has no letter.
  if (query.query !== undefined && !wanted) {
    return Promise.resolve({ items: [], nextCursor: null });
  }
  const lead = leadOf(query, wanted);
  return lead
    ? fillPage(entriesOf(userId, lead, query, wanted), page)
    : fillPage(companiesOf(userId, query), page);
}

/** A list of entries, and how a search reads it. */
interface Lead {
  list: string;
  /** Of lists of terms: with what those begin that are looked for. */
  begins?: string;
}

/** The list that leads; none where the caller's own companies do. */
function leadOf(query: Search, wanted: SearchTerm | undefined): Lead | undefined {
  const number = searchedNumbers.find((kind) => query[kind] !== undefined);
  if (number) return { list: `${number}:${query[number]}` };
  if (wanted) return { list: termList(wanted), begins: wanted.term };
  if (query.mine) return undefined;
  const field = (['industryCode', 'companyType', 'market'] as const).find(
    (name) => query[name] !== undefined,
  );
  return { list: field ? `${field}:${query[field]}` : 'all' };
}

function entriesOf(
  userId: string,
  lead: Lead,
  query: Search,
  wanted: SearchTerm | undefined,
): SparseList<CompanyEntry, CompanyView> {
  return {
    find: (limit, after) => entriesAfter(lead, after, limit),
    positionOf: ({ position }) => position,
    present: async (entries) => {
      const fitting = new Set(
        entries.filter((entry) => fits(entry, query) && (!wanted || isFirst(entry, wanted, lead))),
      );
      const shown = await present(userId, [...fitting], query);
      return entries.map((entry) => (fitting.has(entry) ? shown.get(entry.companyId) : undefined));
    },
    // What is not in the entries must be read for each.
    limits: query.mine || query.status ? readLimits : limits,
  };
}

const behindAllLetters = '\u{10ffff}';

/** Terms are read in their order; ids, which tell age, from the end. */
async function entriesAfter(
  { list, begins }: Lead,
  after: string | undefined,
  limit: number,
): Promise<CompanyEntry[]> {
  const entries = CompanyEntries.query.list({ list });
  if (begins === undefined) {
    const keyOf = (position: string) => ({ position });
    return newestFirst(entries, { limit, after, keyOf, consistent: true });
  }
  const range =
    after === undefined
      ? entries.begins({ position: begins })
      : entries.between({ position: `${after}!` }, { position: `${begins}${behindAllLetters}` });
  return upTo(limit, (most, cursor) => range.go({ limit: most, cursor, consistent: true }));
}

/** What a company is filtered by, in its entries as in its record. */
type Filtered = Omit<CompanyEntry, 'list' | 'position'>;

const exactFields = [...searchedNumbers, 'companyType', 'market'] as const;

/** Whether a company is what a search asks for. */
function fits(company: Filtered, query: Search): boolean {
  const { industryCode } = query;
  return (
    exactFields.every((name) => query[name] === undefined || company[name] === query[name]) &&
    (industryCode === undefined ||
      (company.industryCode !== undefined &&
        industryPrefixesOf(company.industryCode).includes(industryCode))) &&
    (query.query === undefined || foundTerm(company, termOfQuery(query.query)) !== undefined)
  );
}

/** The first of a company's terms that begins as wanted, in the order in which they are read. */
function foundTerm(company: Filtered, wanted: SearchTerm | undefined): string | undefined {
  if (!wanted) return undefined;
  return companyTermsOf(company)
    .filter(({ shard, term }) => shard === wanted.shard && term.startsWith(wanted.term))
    .map(({ term }) => term)
    .sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)))[0];
}

/** Whether an entry is the first of those under which a search finds its company: each comes once. */
const isFirst = (entry: CompanyEntry, wanted: SearchTerm, { begins }: Lead): boolean =>
  begins === undefined || entry.position === `${foundTerm(entry, wanted)} ${entry.companyId}`;

/** The companies of some ids as they are shown to somebody; their own alone, where that is asked for. */
async function present(
  userId: string,
  found: readonly { companyId: string }[],
  query: Search,
): Promise<Map<string, CompanyView>> {
  const { companies, members } = await getGroups(
    {
      companies: found.map(({ companyId }) => companyRead(companyId)),
      members: found.map(({ companyId }) => memberRead(companyId, userId)),
    },
    { consistent: true },
  );
  return new Map(
    companies.flatMap((company, index) => {
      const member = members[index];
      const isWanted =
        company &&
        fits(company, query) &&
        (member || !query.mine) &&
        (query.status === undefined || company.status === query.status);
      return isWanted ? [[company.companyId, toCompanyView(company, member?.role)]] : [];
    }),
  );
}

type Position = Pick<Member, 'joinedAt' | 'companyId'>;

/** The companies of a user, which they joined last first. */
function companiesOf(userId: string, query: Search): SparseList<Position, CompanyView> {
  return {
    find: (limit, after) =>
      newestFirst(Members.query.companiesOfUser({ userId }), {
        limit,
        after,
        keyOf: (position) => JSON.parse(position) as Position,
      }),
    positionOf: ({ joinedAt, companyId }) => JSON.stringify({ joinedAt, companyId }),
    present: async (found) => {
      const shown = await present(userId, found, query);
      // The index can tell of a membership that has ended beside the one that has begun since.
      const isFirst = (id: string, index: number) =>
        found.findIndex(({ companyId }) => companyId === id) === index;
      return found.map(({ companyId }, index) =>
        isFirst(companyId, index) ? shown.get(companyId) : undefined,
      );
    },
  };
}
