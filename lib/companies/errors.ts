import { defineError } from '../errors/define-error.ts';

export const companyNotFound = defineError('companies.company_not_found', {
  status: 404,
  title: 'There is no such company',
  fix: 'Check the id; what belongs to a company is there for its members alone.',
});

export const companyClosed = defineError('companies.company_closed', {
  status: 409,
  title: 'The company is closed',
  fix: 'Read what you need; nothing of a closed company can be changed.',
});

export const companySuspended = defineError('companies.company_suspended', {
  status: 403,
  title: 'The company is suspended',
  fix: 'Ask the administrators of the service; until they lift it, the company can only be read.',
});

export const roleAboveOwn = defineError('companies.role_above_own', {
  status: 403,
  title: 'The role is above your own',
  fix: 'Ask an owner of the company.',
});

export const ownOnlyRole = defineError('companies.own_only_role', {
  status: 422,
  title: 'The role sees all records',
  fix: 'Set `ownOnly` of viewers and members alone.',
});

export const lastOwner = defineError('companies.last_owner', {
  status: 422,
  title: 'The company would be left without an owner',
  fix: 'Make another member owner first, or close the company.',
});

export const memberNotFound = defineError('companies.member_not_found', {
  status: 404,
  title: 'The company has no such member',
  fix: 'Check the id; `GET /v1/companies/{companyId}/members` lists them.',
});

export const tooManyMembers = defineError('companies.too_many_members', {
  status: 422,
  title: 'The company has 2,000 members',
  fix: 'Remove a member first.',
});

export const businessNumberTaken = defineError('companies.business_number_taken', {
  status: 409,
  title: 'Another company has the business number',
  fix: 'Look it up by `GET /v1/companies?businessNumber=`.',
});

export const corporateNumberTaken = defineError('companies.corporate_number_taken', {
  status: 409,
  title: 'Another company has the corporate number',
  fix: 'Look it up by `GET /v1/companies?corporateNumber=`.',
});

export const stockCodeTaken = defineError('companies.stock_code_taken', {
  status: 409,
  title: 'Another company has the stock code',
  fix: 'Look it up by `GET /v1/companies?stockCode=`.',
});

export const dartCodeTaken = defineError('companies.dart_code_taken', {
  status: 409,
  title: 'Another company has the DART code',
  fix: 'Check the code.',
});

export const alreadyMember = defineError('companies.already_member', {
  status: 409,
  title: 'They are a member of the company already',
  fix: 'Change their role by `PATCH /v1/companies/{companyId}/members/{userId}`.',
});

export const invitationPending = defineError('companies.invitation_pending', {
  status: 409,
  title: 'The address is invited already',
  fix: 'Send the invitation again, or revoke it first.',
});

export const invitationEndedAlready = defineError('companies.invitation_ended_already', {
  status: 422,
  title: 'The invitation was accepted or revoked',
  fix: 'Invite the address anew.',
});

export const invitationNotFound = defineError('companies.invitation_not_found', {
  status: 404,
  title: 'There is no such invitation',
  fix: 'Check the id, or open the link in the mail again.',
});

export const invitationEnded = defineError('companies.invitation_ended', {
  status: 410,
  title: 'The invitation does not work any more',
  fix: 'Ask for another: it was used, revoked or sent again, is over, or who sent it may not invite any more.',
});

export const invitationForOtherAddress = defineError('companies.invitation_for_other_address', {
  status: 403,
  title: 'The invitation is for another address',
  fix: 'Sign in to the account with the address that was invited.',
});

export const logoNotFound = defineError('companies.logo_not_found', {
  status: 404,
  title: 'The company has no logo',
  fix: 'Set one by `PUT /v1/companies/{companyId}/logo`.',
});
