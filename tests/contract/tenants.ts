import { memberAuthOf } from '../../lib/auth/route-auth.ts';
import { canBeOwnOnly } from '../../lib/companies/members/policy.ts';
import {
  type CompanyRole,
  type CompanyStatus,
  companyRoles,
  isAtLeast,
} from '../../lib/companies/membership/roles.ts';
import type { RouteDefinition } from '../../lib/http/route.ts';
import type { ErrorCode } from '../../lib/registry/errors.ts';
import type { RouteScenario } from '../scenarios/scenario.ts';

/* As what a member makes a call, and in what company. */

/** What of a member, or of their company, is another than a scenario arranged. */
export interface Standing {
  /** `none`: a member no more. */
  role?: CompanyRole | 'none';
  ownOnly?: true;
  status?: CompanyStatus;
  /** By a key that is bound to the company. */
  byKey?: true;
}

export interface TenantCase {
  name: string;
  standing: Standing;
  /** `absent`: as in a company that never was. */
  answer: 'same' | 'less' | 'absent' | ErrorCode;
  /** The route refuses, before it looks at the input. */
  isEarly?: true;
}

/** All cases of a route for members; none of another route. */
export function tenantCasesOf({ auth }: RouteDefinition, scenario: RouteScenario): TenantCase[] {
  const member = memberAuthOf(auth);
  if (!member) return [];
  const { tenant } = scenario;
  if (!tenant) throw new Error('A route for members has a scenario that does not tell of them');
  const { least = member.member, ownOnly, closed, suspended, byKey = 'same' } = tenant;
  const below = companyRoles.filter((role) => !isAtLeast(role, least));
  return [
    ...below.map((role): TenantCase => {
      const isEarly = !isAtLeast(role, member.member);
      const name = `as ${role}`;
      return {
        name,
        standing: { role },
        answer: 'auth.role_missing',
        ...(isEarly && { isEarly }),
      };
    }),
    { name: `as ${least}`, standing: { role: least }, answer: 'same' },
    ...(canBeOwnOnly(least) && ownOnly !== undefined
      ? [
          {
            name: `as ${member.member} of own records`,
            standing: { role: least, ownOnly: true },
            answer: ownOnly,
          } as const,
        ]
      : []),
    { name: 'as a member no more', standing: { role: 'none' }, answer: 'absent', isEarly: true },
    { name: 'in a closed company', standing: { status: 'closed' }, answer: closed },
    { name: 'in a suspended company', standing: { status: 'suspended' }, answer: suspended },
    { name: 'by a key bound to the company', standing: { byKey: true }, answer: byKey },
  ];
}

/** Makes a membership, or its company, so: past the API, which refuses some of it to some. */
export async function arrangeStanding(
  { companyId, userId }: { companyId: string; userId: string },
  { role, ownOnly, status }: Standing,
): Promise<void> {
  // Imported late: they read the configuration, which a stack sets first.
  const { Companies } = await import('../../lib/companies/membership/companies.entity.ts');
  const { Members } = await import('../../lib/companies/membership/members.entity.ts');
  if (role === 'none') await Members.remove({ companyId, userId }).go();
  else if (role) {
    const ownRecords = ownOnly === true;
    await Members.patch({ companyId, userId }).set({ role, ownOnly: ownRecords }).go();
  }
  if (status) await Companies.patch({ companyId }).set({ status }).go();
}
