/** What a member may do in a company, the least first: each may all that those before it may. */
export const companyRoles = ['viewer', 'member', 'manager', 'admin', 'owner'] as const;

export type CompanyRole = (typeof companyRoles)[number];

/** Whether a role is `least` or above it. */
export const isAtLeast = (role: CompanyRole, least: CompanyRole): boolean =>
  companyRoles.indexOf(role) >= companyRoles.indexOf(least);

export const companyStatuses = ['active', 'suspended', 'closed'] as const;

export type CompanyStatus = (typeof companyStatuses)[number];
