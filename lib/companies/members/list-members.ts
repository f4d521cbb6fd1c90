import { ownRead } from '../../identity/accounts/authors.ts';
import { fillPage } from '../../model/fill-page.ts';
import { newestFirst } from '../../model/pages.ts';
import { getGroups } from '../../model/read.ts';
import type { Page, PageRequest } from '../../schema/page.ts';
import { Members } from '../membership/members.entity.ts';
import { type Member, type MemberContext, memberRead } from '../membership/membership.ts';
import { toMemberView } from './member-view.ts';
import type { ListMembersQuery, MemberView } from './schema.ts';

type Position = Pick<Member, 'joinedAt' | 'userId'>;

/** The members of the company, who joined last first. Whose account is deleted or suspended is left out. */
export function listMembers(
  { member: { companyId } }: MemberContext,
  { role }: ListMembersQuery,
  page: PageRequest,
): Promise<Page<MemberView>> {
  return fillPage(
    {
      find: (limit, after) =>
        newestFirst(Members.query.membersOfCompany({ companyId }), {
          limit,
          after,
          keyOf: (position) => JSON.parse(position) as Position,
        }),
      positionOf: ({ joinedAt, userId }: Position) =>
        JSON.stringify({ joinedAt, userId } satisfies Position),
      present: async (found) => {
        const { members, users } = await getGroups(
          {
            // The index can be late: who has left is no member, and a role is the present one.
            members: found.map(({ userId }) => memberRead(companyId, userId)),
            users: found.map(({ userId }) => ownRead(userId)),
          },
          { consistent: true },
        );
        return members.map((member, index) => {
          const user = users[index];
          // The index can tell of a membership that has ended beside the one that has begun since.
          const isPresent = member?.joinedAt === found[index]?.joinedAt;
          const isWanted = member && isPresent && (role === undefined || member.role === role);
          return isWanted && user ? toMemberView(member, user) : undefined;
        });
      },
    },
    page,
  );
}
