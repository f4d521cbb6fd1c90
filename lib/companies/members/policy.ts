import { type CompanyRole, isAtLeast } from '../membership/roles.ts';

/** What somebody asks to do with a member of a company. */
export interface MemberAction {
  /** The role of who asks. */
  by: CompanyRole;
  /** The role of the member; of who is to become one, the role that they are to have. */
  of: CompanyRole;
  /** The role that they are to have; the same where it stays. */
  to: CompanyRole;
}

/**
 * Whether somebody may have an admin's power over a member: nobody acts on who is above them, or makes
 * anybody more than they are themselves.
 */
export const mayManage = ({ by, of, to }: MemberAction): boolean =>
  isAtLeast(by, 'admin') && isAtLeast(by, of) && isAtLeast(by, to);

/** Whether who has this role can be kept to the records that are their own. */
export const canBeOwnOnly = (role: CompanyRole): boolean => !isAtLeast(role, 'manager');
