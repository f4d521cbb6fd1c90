import type { AccessPattern } from '../model/access-pattern.ts';
import { exampleId } from '../schema/ids.ts';
import { InvitationClaims } from './invitations/invitation-claims.entity.ts';
import { InvitationTokens } from './invitations/invitation-tokens.entity.ts';
import { Invitations } from './invitations/invitations.entity.ts';
import { companiesShowing } from './logo/settle-logos.ts';
import { Companies } from './membership/companies.entity.ts';
import { CompanyCounts } from './membership/company-counts.entity.ts';
import { Members } from './membership/members.entity.ts';
import { CompanyEntries } from './records/company-entries.entity.ts';
import { CompanyHistory } from './records/company-history.entity.ts';
import { CompanySettings } from './settings/company-settings.entity.ts';

const companyId = exampleId('company');
const userId = exampleId('user');
const invitationId = exampleId('invitation');
const joinedAt = '2026-11-21T09:00:00.000Z';
const consistent = { consistent: true } as const;

const everyRouteUnderACompany = [
  ...(['companies.listCompanyAudit', 'companies.uploadLogo', 'companies.setLogo'] as const),
  ...(['companies.removeLogo'] as const),
  ...(['companies.getCompanySettings', 'companies.updateCompanySettings'] as const),
  ...(['companies.updateCompany', 'companies.closeCompany'] as const),
  ...(['companies.listCompanyHistory', 'companies.listMembers', 'companies.updateMember'] as const),
  ...(['companies.removeMember', 'companies.getMemberProfile'] as const),
  ...(['companies.updateMemberProfile', 'companies.createInvitation'] as const),
  ...(['companies.listInvitations', 'companies.resendInvitation'] as const),
  ...(['companies.revokeInvitation'] as const),
] as const;

/** The questions to companies. */
export const companiesAccessPatterns: readonly AccessPattern[] = [
  {
    id: 'companies.membership',
    question: 'As what does this user act in this company?',
    usedBy: [
      ...everyRouteUnderACompany,
      ...(['companies.getCompany', 'companies.searchCompanies'] as const),
      ...(['companies.acceptInvitation', 'identity.purgeAccount', 'identity.deleteMe'] as const),
      ...(['files.createFile', 'files.completeFile', 'files.uploadParts'] as const),
      ...(['files.copyFile', 'files.listFiles', 'files.getFileUsage', 'files.getFile'] as const),
      ...(['files.updateFile', 'files.deleteFile', 'files.getFileContent'] as const),
    ],
    index: 'primary',
    consistent: true,
    build: () => Members.get({ companyId, userId }).params(consistent),
  },
  {
    id: 'companies.company',
    question: 'What is on record of this company?',
    usedBy: [
      ...everyRouteUnderACompany,
      ...(['companies.getCompany', 'companies.searchCompanies', 'companies.getLogo'] as const),
      ...(['companies.listCompanies', 'companies.administerCompany'] as const),
      ...(['companies.getInvitation', 'companies.acceptInvitation'] as const),
      ...(['companies.mailInvitation', 'identity.deleteMe', 'identity.purgeAccount'] as const),
    ],
    index: 'primary',
    consistent: true,
    build: () => Companies.get({ companyId }).params(consistent),
  },
  {
    id: 'companies.counts',
    question: 'How many owners does this company have?',
    usedBy: ['identity.purgeAccount'],
    index: 'primary',
    consistent: true,
    build: () => CompanyCounts.get({ companyId }).params(consistent),
  },
  {
    id: 'companies.owners',
    question: 'Who owns this company?',
    usedBy: ['companies.updateMember', 'companies.removeMember', 'identity.deleteMe'],
    index: 'primary',
    consistent: true,
    build: () =>
      Members.query
        .member({ companyId })
        .where((is, { eq }) => eq(is.role, 'owner'))
        .params(consistent),
  },
  {
    id: 'companies.settings',
    question: 'By what calendar does this company work?',
    usedBy: ['companies.getCompanySettings', 'companies.updateCompanySettings'],
    index: 'primary',
    consistent: true,
    build: () => CompanySettings.get({ companyId }).params(consistent),
  },
  {
    id: 'companies.members',
    question: 'Who joined this company last?',
    usedBy: ['companies.listMembers'],
    index: 'gsi1',
    consistent: false,
    build: () =>
      Members.query
        .membersOfCompany({ companyId })
        .lt({ joinedAt, userId })
        .params({ order: 'desc', limit: 21 }),
  },
  {
    id: 'companies.companies-of-user',
    question: 'Which companies did this user join last?',
    usedBy: ['companies.searchCompanies', 'identity.deleteMe', 'identity.purgeAccount'],
    index: 'gsi2',
    consistent: false,
    build: () =>
      Members.query
        .companiesOfUser({ userId })
        .lt({ joinedAt, companyId })
        .params({ order: 'desc', limit: 21 }),
  },
  {
    id: 'companies.search',
    question: 'Which companies have a name that begins so, this number, or this field?',
    usedBy: ['companies.searchCompanies'],
    index: 'primary',
    consistent: true,
    build: () => [
      CompanyEntries.query
        .list({ list: 'term:f:m' })
        .begins({ position: 'moa' })
        .params({ ...consistent, limit: 21 }),
      CompanyEntries.query
        .list({ list: 'industryCode:26' })
        .lt({ position: companyId })
        .params({ ...consistent, order: 'desc', limit: 21 }),
    ],
  },
  {
    id: 'companies.history',
    question: 'What was changed of this company, and how was it on record at a time?',
    usedBy: ['companies.listCompanyHistory', 'companies.getCompany'],
    index: 'primary',
    consistent: true,
    build: () =>
      CompanyHistory.query
        .history({ companyId })
        .lte({ at: joinedAt, revision: 1 })
        .params({ ...consistent, order: 'desc', limit: 1 }),
  },
  {
    id: 'companies.invitations',
    question: 'Who was invited to this company last?',
    usedBy: ['companies.listInvitations'],
    index: 'primary',
    consistent: true,
    build: () =>
      Invitations.query
        .invitations({ companyId })
        .lt({ invitationId })
        .params({ ...consistent, order: 'desc', limit: 21 }),
  },
  {
    id: 'companies.invitation',
    question: 'What became of this invitation?',
    usedBy: [
      ...(['companies.resendInvitation', 'companies.revokeInvitation'] as const),
      ...(['companies.getInvitation', 'companies.acceptInvitation'] as const),
      ...(['companies.mailInvitation', 'companies.endInvitations', 'sns.updateInbox'] as const),
    ],
    index: 'primary',
    consistent: true,
    build: () => Invitations.get({ companyId, invitationId }).params(consistent),
  },
  {
    id: 'companies.open-invitations',
    question: 'Which invitations of this company are open, and is one to this address?',
    usedBy: [
      ...(['companies.createInvitation', 'companies.resendInvitation'] as const),
      ...(['companies.revokeInvitation', 'companies.endInvitations'] as const),
    ],
    index: 'primary',
    consistent: true,
    build: () => [
      InvitationClaims.query.claims({ companyId }).params({ ...consistent, limit: 50 }),
      InvitationClaims.get({ companyId, addressKey: 'x'.repeat(43) }).params(consistent),
    ],
  },
  {
    id: 'companies.invitation-token',
    question: 'Which invitation did the mail with this token bring?',
    usedBy: ['companies.getInvitation', 'companies.acceptInvitation'],
    index: 'primary',
    consistent: true,
    build: () => InvitationTokens.get({ tokenHash: 'x'.repeat(43) }).params(consistent),
  },
  {
    id: 'companies.companies-showing-file',
    question: 'Which companies have this picture as their logo, or will?',
    usedBy: ['companies.settleLogos'],
    index: 'primary',
    consistent: true,
    build: () => companiesShowing(exampleId('file')).params({ consistent: true, limit: 25 }),
  },
];
