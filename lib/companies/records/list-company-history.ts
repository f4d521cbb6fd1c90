import type { EntityItem } from 'electrodb';
import { fillPage, type ReadLimits } from '../../model/fill-page.ts';
import { newestFirst } from '../../model/pages.ts';
import type { Page, PageRequest } from '../../schema/page.ts';
import type { MemberContext } from '../membership/membership.ts';
import { CompanyHistory } from './company-history.entity.ts';
import type { HistoryEntryView } from './schema.ts';

type Entry = EntityItem<typeof CompanyHistory>;

type Position = Pick<Entry, 'at' | 'revision'>;

/** An entry can be as large as two records. */
const limits: ReadLimits = { together: 20, budget: 200 };

/** What was changed of the company, the newest first. */
export const listCompanyHistory = (
  { member: { companyId } }: MemberContext,
  page: PageRequest,
): Promise<Page<HistoryEntryView>> =>
  fillPage(
    {
      find: (limit, after) =>
        newestFirst(CompanyHistory.query.history({ companyId }), {
          limit,
          after,
          keyOf: (position) => JSON.parse(position) as Position,
          consistent: true,
        }),
      positionOf: ({ at, revision }: Entry) => JSON.stringify({ at, revision } satisfies Position),
      present: async (entries) => entries.map(toView),
      limits,
    },
    page,
  );

const toView = ({ version, at, actorId, action, reason, changes }: Entry) => ({
  version,
  at,
  actorId,
  action,
  ...(reason !== undefined && { reason }),
  changes,
});
