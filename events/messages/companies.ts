import * as z from 'zod';
import { defineMessage } from '../../lib/queue/message.ts';
import { id } from '../../lib/schema/ids.ts';
import { timestamp } from '../../lib/schema/time.ts';

const ofCompany = z.object({ companyId: id('company') });
const ofMember = ofCompany.extend({ userId: id('user') });
/** `inviteeId`: the account that had verified the address. */
const ofInvitation = ofCompany.extend({
  invitationId: id('invitation'),
  inviteeId: id('user').optional(),
  invitedBy: id('user'),
});

/** What a change is told by: the fields that differ, as they were and are; `null` where there is none. */
const fields = z.record(z.string(), z.unknown());
const changed = { before: fields, after: fields };

const aboutCompany = { objectType: 'company' } as const;
const aboutMember = { objectType: 'user' } as const;
const aboutInvitation = { objectType: 'invitation' } as const;

export const companyCreated = defineMessage({
  type: 'company.created',
  version: 1,
  data: ofCompany,
  audit: aboutCompany,
});

export const companyUpdated = defineMessage({
  type: 'company.updated',
  version: 1,
  data: ofCompany.extend(changed),
  audit: aboutCompany,
});

export const companyClosed = defineMessage({
  type: 'company.closed',
  version: 1,
  data: ofCompany.extend({ ...changed, reason: z.string(), closedAt: timestamp }),
  audit: aboutCompany,
});

/** An administrator of the service has suspended a company. */
export const companySuspended = defineMessage({
  type: 'company.suspended',
  version: 1,
  data: ofCompany.extend({ ...changed, reason: z.string() }),
  audit: aboutCompany,
});

/** A company that was suspended or closed is active again. */
export const companyReopened = defineMessage({
  type: 'company.reopened',
  version: 1,
  data: ofCompany.extend(changed),
  audit: aboutCompany,
});

/** The logo of a company is another, or none. `fileIds`: those that are its logo no more. */
export const companyLogoUpdated = defineMessage({
  type: 'company_logo.updated',
  version: 1,
  data: ofCompany.extend({ fileIds: z.array(id('file')) }),
  audit: aboutCompany,
});

export const companySettingsUpdated = defineMessage({
  type: 'company_settings.updated',
  version: 1,
  data: ofCompany.extend(changed),
  audit: aboutCompany,
});

export const memberJoined = defineMessage({
  type: 'member.joined',
  version: 1,
  data: ofMember.extend({ role: z.string() }),
  audit: aboutMember,
});

export const memberRoleChanged = defineMessage({
  type: 'member.role_changed',
  version: 1,
  data: ofMember.extend(changed),
  audit: aboutMember,
});

/** Somebody has left a company, or was removed from it. */
export const memberRemoved = defineMessage({
  type: 'member.removed',
  version: 1,
  data: ofMember.extend({ role: z.string(), leftAt: timestamp }),
  audit: aboutMember,
});

export const memberProfileUpdated = defineMessage({
  type: 'member_profile.updated',
  version: 1,
  data: ofMember.extend(changed),
  audit: aboutMember,
});

/** `sending` tells the mails of an invitation apart. */
export const invitationCreated = defineMessage({
  type: 'invitation.created',
  version: 1,
  data: ofInvitation.extend({ role: z.string(), sending: z.int() }),
  audit: aboutInvitation,
});

export const invitationResent = defineMessage({
  type: 'invitation.resent',
  version: 1,
  data: ofInvitation.extend({ sending: z.int() }),
  audit: aboutInvitation,
});

export const invitationRevoked = defineMessage({
  type: 'invitation.revoked',
  version: 1,
  data: ofInvitation,
  audit: aboutInvitation,
});

export const invitationAccepted = defineMessage({
  type: 'invitation.accepted',
  version: 1,
  data: ofInvitation.extend({ userId: id('user') }),
  audit: aboutInvitation,
});

/** Have the companies whose logo a picture is follow what became of it; go on after `after`. */
export const settleLogos = defineMessage({
  type: 'companies.settle_logos',
  version: 1,
  data: z.object({ fileId: id('file'), after: z.string() }),
  audit: 'none',
});

/** End the open invitations of a company, or of one sender there; go on behind this address. */
export const endInvitations = defineMessage({
  type: 'companies.end_invitations',
  version: 1,
  data: ofCompany.extend({
    sentBy: id('user').optional(),
    /** RFC 3339: those sent later are others' business. */
    until: timestamp,
    after: z.string().optional(),
  }),
  audit: 'none',
});
