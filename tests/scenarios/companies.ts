import { randomBytes } from 'node:crypto';
import type { companiesQueues } from '../../events/queues/companies.ts';
import {
  acceptInvitation,
  createInvitation,
  resendInvitation,
} from '../../functions/companies/invitations/routes.ts';
import { removeLogo, setLogo } from '../../functions/companies/logo/routes.ts';
import { listMembers, removeMember } from '../../functions/companies/members/routes.ts';
import {
  closeCompany,
  listCompanyHistory,
  updateCompany,
} from '../../functions/companies/records/routes.ts';
import type { CompanyRole } from '../../lib/companies/membership/roles.ts';
import { etagOf } from '../../lib/http/etag.ts';
import type { RoutesByDomain } from '../../lib/registry/routes.ts';
import { businessNumber, companyOf, invited, joined } from '../support/companies.ts';
import { pngOf } from '../support/pictures.ts';
import { readyFile } from '../support/ready-file.ts';
import type { World } from '../support/world.ts';
import { bodyOf } from './arrange.ts';
import { announcedLogo, settingLogo, showLogo } from './company-logos.ts';
import type { BackgroundScenarios, DomainScenarios, RouteScenarios } from './scenario.ts';

/** A company with an owner and somebody of a role. */
async function staffedCompany(world: World, role: CompanyRole = 'member') {
  const owner = await world.user('owner');
  const company = await companyOf(world, owner, { businessNumber: businessNumber() });
  const member = await world.user('member');
  await joined(world, owner, company.id, member, role);
  return { owner, member, company, params: { companyId: company.id } };
}

async function ownCompany(world: World) {
  const as = await world.user('owner');
  const company = await companyOf(world, as, { englishName: 'Byeolbit Electronics' });
  return { as, company, params: { companyId: company.id } };
}

async function changedCompany(world: World) {
  const { as, company, params } = await ownCompany(world);
  const body = { representative: '이순신' };
  await bodyOf(world.call(updateCompany, { as, params, headers: headersOf(company), body }));
  return { as, params };
}

/** A company that has invited somebody who has an account. */
async function inviting(world: World) {
  const { as, company, params } = await ownCompany(world);
  const guest = await world.user('guest');
  const { invitation, token } = await invited(world, as, company.id, { email: guest.email });
  return { as, company, guest, token, params: { ...params, invitationId: invitation.id } };
}

const headersOf = ({ version }: { version: number }) => ({ 'if-match': etagOf(version) });

/** What members are answered who read, of whatever is everybody's in the company. */
const read = { ownOnly: 'same', closed: 'same', suspended: 'same' } as const;

/** The same of who changes something. */
const refusedInState = {
  closed: 'companies.company_closed',
  suspended: 'companies.company_suspended',
} as const;

const routes: RouteScenarios<RoutesByDomain['companies']> = {
  createCompany: {
    others: 'own',
    arrange: async (world) => ({
      as: await world.user('owner'),
      body: {
        name: '별빛전자',
        companyType: 'corporation',
        industryCode: '264',
        market: 'other',
        businessNumber: businessNumber(),
      },
    }),
  },
  getCompany: {
    present: { others: 'same', elsewhere: 'absent', arrange: ownCompany },
    past: {
      others: 'same',
      elsewhere: 'absent',
      arrange: async (world) => {
        const { as, company, params } = await ownCompany(world);
        const body = { representative: '이순신' };
        const headers = headersOf(company);
        await bodyOf(world.call(updateCompany, { as, params, headers, body }));
        return { as, params, query: { asOf: company.updatedAt } };
      },
    },
  },
  updateCompany: {
    others: 'hidden',
    tenant: refusedInState,
    arrange: async (world) => {
      const { as, company, params } = await ownCompany(world);
      const body = { name: '달빛전자', businessNumber: businessNumber(), employees: 275 };
      return { as, params, headers: headersOf(company), body };
    },
  },
  closeCompany: {
    others: 'hidden',
    tenant: refusedInState,
    arrange: async (world) => {
      const { as, company, params } = await ownCompany(world);
      return { as, params, headers: headersOf(company), body: { reason: '합병' } };
    },
  },
  listCompanyHistory: {
    whole: {
      others: 'hidden',
      tenant: read,
      arrange: async (world) => {
        const { as, params } = await changedCompany(world);
        return { as, params };
      },
    },
    nextPage: {
      others: 'hidden',
      tenant: read,
      arrange: async (world) => {
        const { as, params } = await changedCompany(world);
        const query = { limit: 1 };
        const { nextCursor } = await bodyOf(world.call(listCompanyHistory, { as, params, query }));
        return { as, params, query: { ...query, cursor: String(nextCursor) } };
      },
    },
  },
  searchCompanies: {
    byName: {
      others: 'same',
      arrange: async (world) => {
        const as = await world.user('owner');
        const name = `Byeolbit ${randomBytes(6).toString('hex')}`;
        await companyOf(world, as, { name });
        return { as, query: { query: name.toLowerCase() } };
      },
    },
    own: {
      others: 'own',
      arrange: async (world) => {
        const { as } = await ownCompany(world);
        return { as, query: { mine: 'true' } };
      },
    },
    byField: {
      others: 'same',
      arrange: async (world) => {
        const as = await world.user('owner');
        await companyOf(world, as, { industryCode: '26410' });
        return { as, query: { industryCode: '264', companyType: 'corporation' } };
      },
    },
  },
  listCompanies: {
    others: 'same',
    arrange: async (world) => {
      const { as: owner } = await ownCompany(world);
      const as = await world.callerWith(['admin'], owner);
      return { as, query: { query: '별빛', status: 'active' } };
    },
  },
  administerCompany: {
    status: {
      others: 'same',
      arrange: async (world) => {
        const { params } = await ownCompany(world);
        const as = await world.callerWith(['admin']);
        return { as, params, body: { status: 'suspended', reason: 'Sold fake tickets' } };
      },
    },
    owner: {
      others: 'same',
      arrange: async (world) => {
        const { params } = await ownCompany(world);
        const { id: ownerId } = await world.user('heir');
        const as = await world.callerWith(['admin']);
        return { as, params, body: { ownerId } };
      },
    },
  },
  listCompanyAudit: {
    others: 'hidden',
    tenant: { closed: 'same', suspended: 'same' },
    arrange: async (world) => {
      const { owner: as, params } = await staffedCompany(world);
      await world.drain();
      return { as, params, query: { action: 'member.joined' } };
    },
  },
  getCompanySettings: {
    others: 'hidden',
    tenant: read,
    arrange: async (world) => {
      const { member: as, params } = await staffedCompany(world, 'viewer');
      return { as, params };
    },
  },
  updateCompanySettings: {
    others: 'hidden',
    tenant: refusedInState,
    arrange: async (world) => {
      const { as, params } = await ownCompany(world);
      const holidays = [{ date: '2027-05-05', name: '어린이날' }];
      return { as, params, headers: headersOf({ version: 1 }), body: { holidays } };
    },
  },
  listMembers: {
    others: 'hidden',
    tenant: read,
    arrange: async (world) => {
      const { member: as, params } = await staffedCompany(world);
      return { as, params };
    },
  },
  updateMember: {
    others: 'hidden',
    tenant: refusedInState,
    arrange: async (world) => {
      const { owner: as, member, params } = await staffedCompany(world);
      return { as, params: { ...params, userId: member.id }, body: { role: 'admin' } };
    },
  },
  removeMember: {
    another: {
      others: 'hidden',
      // Who is no member, is removed.
      unknownIds: { 'params.userId': 'taken' },
      tenant: refusedInState,
      arrange: async (world) => {
        const { owner: as, member, params } = await staffedCompany(world);
        return { as, params: { ...params, userId: member.id } };
      },
    },
    oneself: {
      others: 'hidden',
      unknownIds: { 'params.userId': 'auth.role_missing' },
      tenant: { least: 'viewer', ownOnly: 'same', closed: 'same', suspended: 'same' },
      repeated: 'companies.company_not_found',
      arrange: async (world) => {
        const { member: as, params } = await staffedCompany(world);
        return { as, params: { ...params, userId: as.id } };
      },
    },
  },
  getMemberProfile: {
    others: 'hidden',
    tenant: read,
    arrange: async (world) => {
      const { owner: as, member, params } = await staffedCompany(world);
      return { as, params: { ...params, userId: member.id } };
    },
  },
  updateMemberProfile: {
    others: 'hidden',
    unknownIds: { 'params.userId': 'auth.role_missing' },
    tenant: { ...refusedInState, least: 'viewer', ownOnly: 'same' },
    arrange: async (world) => {
      const { member: as, params } = await staffedCompany(world, 'viewer');
      return {
        as,
        params: { ...params, userId: as.id },
        headers: headersOf({ version: 1 }),
        body: { firstName: '유나', lastName: '남궁' },
      };
    },
  },
  uploadLogo: {
    others: 'hidden',
    tenant: refusedInState,
    arrange: async (world) => {
      const { as, params } = await ownCompany(world);
      return { as, params, body: announcedLogo() };
    },
  },
  setLogo: {
    uploaded: {
      others: 'hidden',
      tenant: refusedInState,
      arrange: async (world) => {
        const { as, company } = await ownCompany(world);
        return settingLogo(world, as, company.id);
      },
    },
    own: {
      others: 'hidden',
      // Of its owner's own files a bound key has none.
      tenant: { ...refusedInState, byKey: 'auth.key_bound_to_company' },
      alsoNeeds: { 'files:read': 'auth.scope_missing' },
      arrange: async (world) => {
        const { as, params } = await ownCompany(world);
        const { id: fileId } = await readyFile(world, as, await pngOf(4, 3));
        await world.drain();
        return { as, params, body: { fileId } };
      },
    },
  },
  removeLogo: {
    others: 'hidden',
    tenant: refusedInState,
    arrange: async (world) => {
      const { as, company, params } = await ownCompany(world);
      await showLogo(world, as, company.id);
      return { as, params };
    },
  },
  getLogo: {
    others: 'same',
    arrange: async (world) => {
      const { as, company, params } = await ownCompany(world);
      await showLogo(world, as, company.id);
      return { params };
    },
  },
  createInvitation: {
    others: 'hidden',
    tenant: refusedInState,
    arrange: async (world) => {
      const { as, params } = await ownCompany(world);
      const { email } = await world.user('guest');
      return { as, params, body: { email, role: 'manager' } };
    },
  },
  listInvitations: {
    others: 'hidden',
    tenant: { closed: 'same', suspended: 'same' },
    arrange: async (world) => {
      const { as, company } = await inviting(world);
      return { as, params: { companyId: company.id } };
    },
  },
  resendInvitation: {
    others: 'hidden',
    tenant: refusedInState,
    arrange: async (world) => {
      const { as, params } = await inviting(world);
      return { as, params };
    },
  },
  revokeInvitation: {
    others: 'hidden',
    tenant: refusedInState,
    arrange: async (world) => {
      const { as, params } = await inviting(world);
      return { as, params };
    },
  },
  getInvitation: {
    others: 'same',
    bySecret: true,
    arrange: async (world) => {
      const { token } = await inviting(world);
      return { params: { token } };
    },
  },
  acceptInvitation: {
    others: 'companies.invitation_for_other_address',
    repeated: 'companies.invitation_ended',
    arrange: async (world) => {
      const { guest, token } = await inviting(world);
      return { as: guest, params: { token } };
    },
  },
};

const workers: BackgroundScenarios<(typeof companiesQueues)[number]> = {
  mailInvitation: {
    sent: {
      arrange: async (world) => {
        const { as, params } = await ownCompany(world);
        const { email } = await world.user('guest');
        return async () => {
          await world.call(createInvitation, { as, params, body: { email, role: 'member' } });
          const mails = await world.mails({ to: email });
          if (mails.length === 0) throw new Error('Nobody was invited');
        };
      },
    },
    again: {
      arrange: async (world) => {
        const { as, guest, params } = await inviting(world);
        const before = await world.mails({ to: guest.email });
        return async () => {
          const headers = { 'idempotency-key': `again-${guest.id}` };
          await bodyOf(world.call(resendInvitation, { as, params, headers }));
          const mails = await world.mails({ to: guest.email });
          if (mails.length <= before.length) throw new Error('It was not sent again');
        };
      },
    },
  },
  releaseMember: {
    arrange: async (world) => {
      const { owner, member, company, params } = await staffedCompany(world, 'admin');
      const { email } = await world.user('guest');
      await invited(world, member, company.id, { email });
      return async () => {
        const left = { ...params, userId: member.id };
        await bodyOf(world.call(removeMember, { as: owner, params: left }));
        await world.drain();
        const { items } = await bodyOf(world.call(listMembers, { as: owner, params }));
        if (items.length !== 1) throw new Error('They are a member still');
      };
    },
  },
  settleLogos: {
    ofRendered: {
      arrange: async (world) => {
        const { as, company } = await ownCompany(world);
        const call = await settingLogo(world, as, company.id);
        return () => bodyOf(world.call(setLogo, call));
      },
    },
    ofRemoved: {
      arrange: async (world) => {
        const { as, company, params } = await ownCompany(world);
        await showLogo(world, as, company.id);
        return () => bodyOf(world.call(removeLogo, { as, params }));
      },
    },
  },
  endInvitations: {
    arrange: async (world) => {
      const { as, company, guest, token } = await inviting(world);
      const params = { companyId: company.id };
      const body = { reason: '합병' };
      return async () => {
        await world.call(closeCompany, { as, params, headers: headersOf(company), body });
        await world.drain();
        const { status } = await world.call(acceptInvitation, { as: guest, params: { token } });
        if (status !== 410) throw new Error('The invitation stands');
      };
    },
  },
};

export const companies: DomainScenarios<'companies'> = { routes, workers };
