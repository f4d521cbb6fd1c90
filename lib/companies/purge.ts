import type { SystemCaller } from '../caller.ts';
import type { Context } from '../context.ts';
import { getTogether } from '../model/read.ts';
import { retry } from '../model/retry.ts';
import type { DomainPurge, PurgeStep } from '../purge/purge-step.ts';
import { departure } from './members/departure.ts';
import { countLastOwnerLeft, countLeft, countsRead } from './membership/company-counts.ts';
import { Members } from './membership/members.entity.ts';
import { companyRead, memberRead } from './membership/membership.ts';
import { closing } from './records/closing.ts';

/** Companies that one part takes an account out of. */
const perPart = 20;

/** Of a company that nobody owns any more. */
const withoutOwner = 'The account of its last owner was deleted.';

const memberships: PurgeStep = {
  id: 'companies.memberships',
  covers: ['member'],
  async removePart(ctx, userId) {
    const { data, cursor } = await Members.query.companiesOfUser({ userId }).go({ limit: perPart });
    for (const { companyId } of data) await leave(ctx, companyId, userId);
    return { hasRemoved: data.length > 0, ...(cursor !== null && { rest: '' }) };
  },
};

/** Takes an account out of a company, as if it had left; a company without an owner is closed. */
function leave(ctx: Context<SystemCaller>, companyId: string, userId: string): Promise<undefined> {
  return retry(async (again) => {
    const [member, counts, company] = await getTogether(
      [memberRead(companyId, userId), countsRead(companyId), companyRead(companyId)],
      { consistent: true },
    );
    if (!member) return undefined;
    const isLast = member.role === 'owner' && counts?.owners === 1;
    return ctx.apply([
      ...departure(member, ctx.now, again),
      ...(isLast
        ? [
            countLastOwnerLeft(companyId, again),
            ...(company ? closing(company, withoutOwner, ctx, again) : []),
          ]
        : [countLeft(member, again)]),
    ]);
  });
}

/** What belongs to a company goes on naming who made it, by an id alone. */
export const companiesPurge: DomainPurge = {
  steps: [memberships],
  withAccount: [],
  expiring: {},
  kept: {
    companyLogo: 'It says who has chosen the logo of a company, by id alone.',
    formerMember: 'It says that the account was a member, by its id alone.',
    companyHistoryEntry:
      'The history of a company belongs to it, and names who wrote it by id alone.',
    invitation:
      'It belongs to the company; what it says of who was invited is what the company knew.',
    invitationClaim: 'It is of an open invitation, and names who was invited by a hash.',
  },
  withoutUsers: [
    ...['company', 'companyCounts', 'companyClaim', 'companyEntry', 'companySettings'],
    ...['invitationToken'],
  ],
};
