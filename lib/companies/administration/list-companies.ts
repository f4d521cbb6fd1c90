import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import type { Page, PageRequest } from '../../schema/page.ts';
import type { CompanyView } from '../records/schema.ts';
import { searchCompanies } from '../search/search-companies.ts';
import type { ListCompaniesQuery } from './schema.ts';

/** Companies by name, or all of them, the newest first; those of one status alone, where it is asked for. */
export const listCompanies = (
  ctx: Context<UserCaller>,
  { query, status }: ListCompaniesQuery,
  page: PageRequest,
): Promise<Page<CompanyView>> => searchCompanies(ctx, { query, status }, page);
