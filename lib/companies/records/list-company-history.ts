import type { EntityItem } from 'electrodb';
import { newestFirst } from '../../model/pages.ts';
import type { Page, PageRequest } from '../../schema/page.ts';
import type { MemberContext } from '../membership/membership.ts';
import { CompanyHistory } from './company-history.entity.ts';
import type { HistoryEntryView } from './schema.ts';

type Entry = EntityItem<typeof CompanyHistory>;

type Position = Pick<Entry, 'at' | 'revision'>;

/** What was changed of the company, the newest first. */
export async function listCompanyHistory(
  { member: { companyId } }: MemberContext,
  { limit, after }: PageRequest,
): Promise<Page<HistoryEntryView>> {
  const found = await newestFirst(CompanyHistory.query.history({ companyId }), {
    limit: limit + 1,
    after,
    keyOf: (position) => JSON.parse(position) as Position,
    consistent: true,
  });
  const entries = found.slice(0, limit);
  const last = entries.at(-1);
  return {
    items: entries.map(toView),
    nextCursor:
      found.length > limit && last
        ? JSON.stringify({ at: last.at, revision: last.revision } satisfies Position)
        : null,
  };
}

const toView = ({ version, at, actorId, action, reason, changes }: Entry) => ({
  version,
  at,
  actorId,
  action,
  ...(reason !== undefined && { reason }),
  changes,
});
