import type { EntityItem } from 'electrodb';
import { roleMissing } from '../../auth/errors.ts';
import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { versionMismatch } from '../../errors/request-errors.ts';
import { find, getTogether, one } from '../../model/read.ts';
import {
  check,
  condition,
  type Item,
  type Otherwise,
  unchanged,
  type Write,
  writeIf,
} from '../../model/write.ts';
import { id } from '../../schema/ids.ts';
import { companyClosed, companyNotFound, companySuspended } from '../errors.ts';
import { Companies } from './companies.entity.ts';
import { Members } from './members.entity.ts';
import { type CompanyRole, type CompanyStatus, companyRoles, isAtLeast } from './roles.ts';

export type Member = EntityItem<typeof Members>;

/** As what somebody acts in a company: read from the table when the request began. */
export interface Membership {
  companyId: string;
  role: CompanyRole;
  /** Whether they see only the records that are their own. */
  ownOnly: boolean;
}

/** A membership of somebody who changes something, for which the company must be open. */
export interface WritingMembership extends Membership {
  companyStatus: CompanyStatus;
}

/** What a verb under a company is given: the caller is a member of it. */
export type MemberContext<M extends Membership = Membership> = Context<UserCaller> & { member: M };

export const memberRead = (companyId: string, userId: string) =>
  one(Members, { companyId, userId });

export const companyRead = (companyId: string) => one(Companies, { companyId });

const companyId = id('company');

/** Whether a text can be the id of a company; what cannot is looked for nowhere. */
export const isCompanyId = (text: string): boolean => companyId.safeParse(text).success;

/** As what somebody acts in a company, as it is now; `undefined` of who is no member. */
export async function readMembership(
  caller: UserCaller,
  companyId: string,
): Promise<Membership | undefined> {
  if (!isInReach(caller, companyId)) return undefined;
  const member = await find(Members, { companyId, userId: caller.userId });
  return member ? toMembership(member) : undefined;
}

/** {@link readMembership} of somebody who changes something. */
export async function readWritingMembership(
  caller: UserCaller,
  companyId: string,
): Promise<WritingMembership | undefined> {
  if (!isInReach(caller, companyId)) return undefined;
  const [member, company] = await getTogether(
    [memberRead(companyId, caller.userId), companyRead(companyId)],
    { consistent: true },
  );
  return member && company ? { ...toMembership(member), companyStatus: company.status } : undefined;
}

/**
 * {@link readMembership} of a member.
 *
 * @throws AppError `companies.company_not_found`: to who is no member, as for an id that never was
 */
export const findMembership = async (caller: UserCaller, companyId: string): Promise<Membership> =>
  (await readMembership(caller, companyId)) ?? refuseStranger();

/** {@link findMembership} of somebody who changes something. */
export const findWritingMembership = async (
  caller: UserCaller,
  companyId: string,
): Promise<WritingMembership> =>
  (await readWritingMembership(caller, companyId)) ?? refuseStranger();

function refuseStranger(): never {
  throw new AppError(companyNotFound);
}

/** A key that is bound to a company reaches no other. */
const isInReach = (caller: UserCaller, companyId: string): boolean =>
  isCompanyId(companyId) && reaches(caller, companyId);

/** Whether the caller's credentials go for a company: a key that is bound to one goes for no other. */
export const reaches = (caller: UserCaller, companyId: string): boolean =>
  caller.credential === 'session' ||
  caller.companyId === undefined ||
  caller.companyId === companyId;

const toMembership = ({ companyId, role, ownOnly }: Member): Membership => ({
  companyId,
  role,
  ownOnly,
});

/** @throws AppError `auth.role_missing` to who is below a role */
export function requireRole({ role }: Pick<Membership, 'role'>, least: CompanyRole): void {
  if (isAtLeast(role, least)) return;
  throw new AppError(roleMissing, { detail: `The role ${least} in the company is missing.` });
}

/** @throws AppError `companies.company_closed` · `companies.company_suspended` */
export function requireOpen(status: CompanyStatus): void {
  if (status === 'closed') throw new AppError(companyClosed);
  if (status === 'suspended') throw new AppError(companySuspended);
}

/**
 * That something under a company is as the caller saw it, and the company open: in the order in which
 * every route under a company refuses.
 *
 * @throws AppError `request.version_mismatch` · `companies.company_closed` ·
 *   `companies.company_suspended`
 */
export function requireCurrent(
  { companyStatus }: WritingMembership,
  { version }: { version: number },
  seen: number,
): void {
  if (version !== seen) throw new AppError(versionMismatch);
  requireOpen(companyStatus);
}

/**
 * The condition that the caller still may what they might when their request began: who is demoted or
 * removed in the same moment changes nothing.
 */
export const callerStays = ({
  member: { companyId, role },
  caller: { userId },
}: MemberContext): Write<never> =>
  condition(
    check(Members, { companyId, userId }).where((is, { eq }) =>
      companyRoles
        .filter((other) => isAtLeast(other, role))
        .map((other) => eq(is.role, other))
        .join(' OR '),
    ),
    (item) => {
      throw new AppError(item ? roleMissing : companyNotFound);
    },
  );

/** The condition that a company is still open: a closing in the same moment refuses the write. */
export const companyIsOpen = (companyId: string): Write<never> =>
  unchanged(Companies, { companyId }, { status: 'active' }, refuseUnlessOpen);

/** `otherwise` of a condition that a company is open. */
export function refuseUnlessOpen(item: Item | undefined): never {
  const company = item && Companies.parse({ Item: item }).data;
  requireOpen(company?.status ?? 'closed');
  throw new Error('A company is open and is not');
}

/** The write by which somebody becomes a member, with a profile that says nothing yet. */
export const newMember = <Outcome = never>(
  member: Pick<Member, 'companyId' | 'userId' | 'role' | 'joinedAt'>,
  otherwise: Otherwise<Outcome>,
): Write<Outcome> =>
  writeIf(Members.create({ ...member, ownOnly: false, profile: {}, version: 1 }), otherwise);
