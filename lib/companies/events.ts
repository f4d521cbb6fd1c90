import { isDeepStrictEqual } from 'node:util';
import {
  companyClosed,
  companyCreated,
  companyLogoUpdated,
  companyReopened,
  companySettingsUpdated,
  companySuspended,
  companyUpdated,
  invitationAccepted,
  invitationCreated,
  invitationResent,
  invitationRevoked,
  memberJoined,
  memberProfileUpdated,
  memberRemoved,
  memberRoleChanged,
} from '../../events/messages/companies.ts';
import { type ChangeRule, onChange } from '../events/change.ts';
import { type Draft, draft } from '../queue/message.ts';
import { Invitations } from './invitations/invitations.entity.ts';
import type { Invitation } from './invitations/invitations.ts';
import { Companies, type Company } from './membership/companies.entity.ts';
import { FormerMembers } from './membership/former-members.entity.ts';
import { Members } from './membership/members.entity.ts';
import type { Member } from './membership/membership.ts';
import { changesOf } from './records/company-record.ts';
import { CompanySettings, type Settings } from './settings/company-settings.entity.ts';
import { defaultSettings } from './settings/settings.ts';

/** The fields that differ, as they were and are. */
function differences<Values extends object>(before: Values, after: Values) {
  const names = Object.keys({ ...before, ...after }) as (keyof Values & string)[];
  const changed = names.filter((name) => !isDeepStrictEqual(before[name], after[name]));
  const of = (values: Values) =>
    Object.fromEntries(changed.map((name): [string, unknown] => [name, values[name] ?? null]));
  return { before: of(before), after: of(after), isChanged: changed.length > 0 };
}

const pick = (changes: ReturnType<typeof changesOf>, side: 'before' | 'after') =>
  Object.fromEntries(Object.entries(changes).map(([name, change]) => [name, change[side]]));

function recordEvents(before: Company, after: Company): Draft[] {
  const { companyId, status, statusReason: reason = '', closedAt = after.updatedAt } = after;
  const changes = changesOf(before, after);
  const data = { companyId, before: pick(changes, 'before'), after: pick(changes, 'after') };
  if (status !== before.status) {
    switch (status) {
      case 'closed':
        return [draft(companyClosed, companyId, { ...data, reason, closedAt })];
      case 'suspended':
        return [draft(companySuspended, companyId, { ...data, reason })];
      case 'active':
        return [draft(companyReopened, companyId, data)];
    }
  }
  return Object.keys(changes).length > 0 ? [draft(companyUpdated, companyId, data)] : [];
}

function companyEvents(before: Company | undefined, after: Company | undefined): Draft[] {
  if (!after) return [];
  const { companyId } = after;
  if (!before) return [draft(companyCreated, companyId, { companyId })];
  const logos = [before.logoId, before.awaitedLogoId].filter((fileId) => fileId !== undefined);
  const fileIds = logos.filter((fileId) => ![after.logoId, after.awaitedLogoId].includes(fileId));
  return [
    ...recordEvents(before, after),
    ...(fileIds.length > 0 || before.logoId !== after.logoId
      ? [draft(companyLogoUpdated, companyId, { companyId, fileIds })]
      : []),
  ];
}

function memberEvents(before: Member | undefined, after: Member | undefined): Draft[] {
  if (!after) return [];
  const { companyId, userId, role, ownOnly } = after;
  if (!before) return [draft(memberJoined, userId, { companyId, userId, role })];
  const power = differences({ role: before.role, ownOnly: before.ownOnly }, { role, ownOnly });
  const profile = differences(before.profile, after.profile);
  const drafts =
    (definition: typeof memberRoleChanged | typeof memberProfileUpdated) =>
    ({ isChanged, ...change }: ReturnType<typeof differences>) =>
      isChanged ? [draft(definition, userId, { companyId, userId, ...change })] : [];
  return [...drafts(memberRoleChanged)(power), ...drafts(memberProfileUpdated)(profile)];
}

function invitationEvents(before: Invitation | undefined, after: Invitation | undefined): Draft[] {
  if (!after) return [];
  const { companyId, invitationId, role, invitedBy, inviteeId, sending, state, acceptedBy } = after;
  const data = {
    ...{ companyId, invitationId, invitedBy },
    ...(inviteeId !== undefined && { inviteeId }),
  };
  if (!before) {
    return [draft(invitationCreated, invitationId, { ...data, role, sending })];
  }
  if (sending !== before.sending) {
    return [draft(invitationResent, invitationId, { ...data, sending })];
  }
  if (state === before.state) return [];
  if (state === 'accepted' && acceptedBy !== undefined) {
    return [draft(invitationAccepted, invitationId, { ...data, userId: acceptedBy })];
  }
  return [draft(invitationRevoked, invitationId, data)];
}

type Stored = Omit<Settings, 'workingDays'> & { workingDays: readonly string[] };

type Holidays = Settings['holidays'];

/** The holidays of one list that the other lacks: both lists together can be as large as a message. */
const holidaysBut = (holidays: Holidays, others: Holidays) =>
  holidays.filter((holiday) => !others.some((other) => isDeepStrictEqual(other, holiday)));

/** What is told of settings beside what they are compared with. */
function toldOf(stored: Stored, others: Stored) {
  const { version: _, holidays, ...settings } = stored;
  return { ...settings, holidays: holidaysBut(holidays, others.holidays) };
}

/** The events that changes of companies, their members and invitations are. */
export const companiesChanges: readonly ChangeRule[] = [
  onChange(Companies, companyEvents),
  onChange(CompanySettings, (before, after) => {
    if (!after) return [];
    const { companyId, ...is } = after;
    const { companyId: _, ...was } = before ?? { ...defaultSettings, companyId };
    const { isChanged, ...change } = differences(toldOf(was, is), toldOf(is, was));
    return isChanged ? [draft(companySettingsUpdated, companyId, { companyId, ...change })] : [];
  }),
  onChange(Members, memberEvents),
  // A member that is removed carries no stamp; this item does.
  onChange(FormerMembers, (before, after) => {
    if (!after || before?.leftAt === after.leftAt) return [];
    const { companyId, userId, role, leftAt } = after;
    return [draft(memberRemoved, userId, { companyId, userId, role, leftAt })];
  }),
  onChange(Invitations, invitationEvents),
];
