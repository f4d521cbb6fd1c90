import { type CompanyRole, isAtLeast } from '../../companies/membership/roles.ts';

export type Visibility = 'private' | 'company' | 'public';

/** What a member of a company is to one of its files. */
export interface Position {
  role: CompanyRole;
  isMaker: boolean;
}

/** What a member may do to a file of the company: see it, or change, complete or delete it. */
export type FileAction = 'see' | 'change';

/** The least role that adds files to a company. */
export const addingRole: CompanyRole = 'member';

/** The least role that does something to a file that somebody else has made. */
const leastOfOthers: Readonly<Record<FileAction, Readonly<Record<Visibility, CompanyRole>>>> = {
  see: { private: 'admin', company: 'viewer', public: 'viewer' },
  change: { private: 'admin', company: 'manager', public: 'manager' },
};

const leastOfMaker: Readonly<Record<FileAction, CompanyRole>> = { see: 'viewer', change: 'member' };

/** The least role that does something to a file of a company. */
export const leastRole = (
  action: FileAction,
  visibility: Visibility,
  { isMaker }: Pick<Position, 'isMaker'>,
): CompanyRole => (isMaker ? leastOfMaker[action] : leastOfOthers[action][visibility]);

/** Whether a member may do something to a file of the company. */
export const mayDo = (action: FileAction, visibility: Visibility, position: Position): boolean =>
  isAtLeast(position.role, leastRole(action, visibility, position));
