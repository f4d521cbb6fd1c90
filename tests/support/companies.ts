import { randomInt } from 'node:crypto';
import {
  acceptInvitation,
  createInvitation,
} from '../../functions/companies/invitations/routes.ts';
import { createCompany } from '../../functions/companies/records/routes.ts';
import type { InvitationView } from '../../lib/companies/invitations/schema.ts';
import type { CompanyRole } from '../../lib/companies/membership/roles.ts';
import type { CompanyView } from '../../lib/companies/records/schema.ts';
import { bodyOf } from '../scenarios/arrange.ts';
import { mailedToken } from './mailed.ts';
import type { User, World } from './world.ts';

/** A company of an owner. */
export const companyOf = (world: World, as: User, fields: object = {}): Promise<CompanyView> =>
  bodyOf(
    world.call(createCompany, {
      as,
      body: { name: '별빛전자', companyType: 'corporation', ...fields },
    }),
  );

/** A business number whose check digit is right; another each time. */
export function businessNumber(): string {
  const digits = Array.from({ length: 9 }, () => randomInt(10));
  const weights = [1, 3, 7, 1, 3, 7, 1, 3, 5];
  const sum = weights.reduce((total, weight, at) => total + weight * (digits[at] ?? 0), 0);
  const whole = sum + Math.floor((5 * (digits[8] ?? 0)) / 10);
  return [...digits, (10 - (whole % 10)) % 10].join('');
}

/** An invitation, and the token in its mail. */
export async function invited(
  world: World,
  as: User,
  companyId: string,
  { email, role = 'member' }: { email: string; role?: CompanyRole },
): Promise<{ invitation: InvitationView; token: string }> {
  const invitation = await bodyOf(
    world.call(createInvitation, { as, params: { companyId }, body: { email, role } }),
  );
  return { invitation, token: await mailedToken(world, email, 'You are invited') };
}

/** Makes somebody a member of a company. */
export async function joined(
  world: World,
  owner: User,
  companyId: string,
  user: User,
  role: CompanyRole = 'member',
): Promise<void> {
  const { token } = await invited(world, owner, companyId, { email: user.email, role });
  await bodyOf(world.call(acceptInvitation, { as: user, params: { token } }));
}
