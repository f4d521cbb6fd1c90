import { isDeepStrictEqual } from 'node:util';
import { canBeOwnOnly } from '../../lib/companies/members/policy.ts';
import type { Company } from '../../lib/companies/membership/companies.entity.ts';
import { fullNameOf } from '../../lib/companies/profiles/full-name.ts';
import { claimedNumbers } from '../../lib/companies/records/claimed-numbers.ts';
import { entriesOf } from '../../lib/companies/records/company-entries.ts';
import { changesOf } from '../../lib/companies/records/company-record.ts';
import { recordFieldNames } from '../../lib/companies/records/schema.ts';
import { type DomainInvariants, each, indexBy } from './invariant.ts';
import { add, change, nobody, nothing, one, remove, set, without } from './plants.ts';
import type { ItemOf } from './table.ts';

/** What a company is on record with; a logo is set besides. */
const recordedFields = [
  ...recordFieldNames,
  ...(['companyId', 'status', 'statusReason', 'closedAt', 'createdAt'] as const),
  ...(['updatedAt', 'version', 'revision'] as const),
];

const recordOf = (company: object) =>
  Object.fromEntries(
    recordedFields.flatMap((name) => {
      const value = (company as Partial<Company>)[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

const entryFields = [
  ...(['list', 'position', 'companyId', 'name', 'englishName', 'companyType', 'market'] as const),
  ...(['industryCode', 'businessNumber', 'corporateNumber', 'stockCode'] as const),
];

/** An entry as a text that tells all of it. */
const entryText = (entry: Partial<Record<(typeof entryFields)[number], unknown>>) =>
  JSON.stringify(entryFields.map((name) => entry[name] ?? null));

const memberKey = ({ companyId, userId }: { companyId: string; userId: string }) =>
  `${companyId} ${userId}`;

const addressOf = ({ companyId, addressKey }: { companyId: string; addressKey: string }) =>
  `${companyId} ${addressKey}`;

const isOpen = ({ status }: { status?: unknown }) => status !== 'closed';
const isPending = ({ state }: { state?: unknown }) => state === 'pending';
const isOwner = ({ role }: { role?: unknown }) => role === 'owner';

const later = (one: ItemOf<'invitation'>, other: ItemOf<'invitation'>) =>
  one.endsAt > other.endsAt ? one : other;

export const companies: DomainInvariants = {
  invariants: [
    {
      name: 'a company counts its members, and is owned until it is closed',
      about: ['company', 'companyCounts', 'member'],
      plants: [
        change('companyCounts', add('members', 1)),
        change('companyCounts', add('owners', 1)),
        change('companyCounts', remove),
        change('member', remove),
        change('member', set({ role: 'viewer' }), isOwner),
        (items) => {
          const { companyId } = one(items, 'company', isOpen);
          const isTheirs = (item: { companyId?: unknown }) => item.companyId === companyId;
          const emptied = change('companyCounts', set({ members: 0, owners: 0 }), isTheirs)(items);
          return emptied.filter((item) => item.__edb_e__ !== 'member' || !isTheirs(item));
        },
      ],
      violations(table) {
        const counts = indexBy(table.of('companyCounts'), ({ companyId }) => companyId);
        const members = Map.groupBy(table.of('member'), ({ companyId }) => companyId);
        const records = indexBy(table.of('company'), ({ companyId }) => companyId);
        const known = new Set([...records.keys(), ...counts.keys(), ...members.keys()]);
        return each(known, (companyId) => {
          const own = members.get(companyId) ?? [];
          const owners = own.filter(isOwner).length;
          const counted = counts.get(companyId);
          const record = records.get(companyId);
          const isCounted = counted?.members === own.length && counted.owners === owners;
          const isOwned = record !== undefined && (owners > 0 || !isOpen(record));
          return !(isCounted && isOwned) && `${companyId} has ${own.length} members`;
        });
      },
    },
    {
      name: 'a member is a user that exists, listed by both, and no more than their role',
      about: ['member'],
      plants: [
        change('member', set({ userId: nobody })),
        change('member', without('gsi1pk')),
        change('member', set({ gsi2pk: 'elsewhere' })),
        change('member', set({ ownOnly: true }), isOwner),
        change('member', set({ profile: { firstName: '유나', fullName: '지우' } })),
      ],
      violations(table) {
        const users = indexBy(table.of('user'), ({ userId }) => userId);
        return each(table.of('member'), (member) => {
          const { companyId, userId, role, ownOnly, profile, ...keys } = member;
          const isListed =
            String(keys.gsi1pk).includes(companyId) &&
            String(keys.gsi1sk).includes(userId) &&
            String(keys.gsi2pk).includes(userId) &&
            String(keys.gsi2sk).includes(companyId);
          const isNamed = profile.fullName === fullNameOf(profile);
          const isKept = !ownOnly || canBeOwnOnly(role);
          const isRight = users.has(userId) && isListed && isNamed && isKept;
          return !isRight && `${userId} is no such member of ${companyId}`;
        });
      },
    },
    {
      name: 'who has left a company is no member, unless they came back',
      about: ['formerMember', 'member'],
      plants: [
        (items) => {
          const { companyId, userId } = one(items, 'member');
          const leftAt = '9999-01-01T00:00:00.000Z';
          return [...items, { __edb_e__: 'formerMember', companyId, userId, leftAt }];
        },
        change('formerMember', set({ companyId: nothing })),
      ],
      violations(table) {
        const members = indexBy(table.of('member'), memberKey);
        const records = indexBy(table.of('company'), ({ companyId }) => companyId);
        return each(table.of('formerMember'), (former) => {
          const joinedAt = members.get(memberKey(former))?.joinedAt;
          const isGone = joinedAt === undefined || joinedAt >= former.leftAt;
          const isRight = isGone && records.has(former.companyId);
          return !isRight && `${former.userId} is there still`;
        });
      },
    },
    {
      name: 'a key that is bound to a company is of a member',
      about: ['apiKey', 'member'],
      plants: [change('apiKey', set({ companyId: nothing }))],
      violations(table) {
        const members = new Set(table.of('member').map(memberKey));
        return each(table.of('apiKey'), ({ keyId, userId, companyId }) => {
          if (companyId === undefined) return false;
          return !members.has(memberKey({ companyId, userId })) && `${keyId} is of who has left`;
        });
      },
    },
    {
      name: 'a number is claimed by the company that has it, until that is closed',
      about: ['company', 'companyClaim'],
      plants: [
        change('companyClaim', remove),
        change('companyClaim', set({ companyId: nothing })),
        change('companyClaim', set({ number: '0000000000' })),
        change(
          'company',
          set({ status: 'closed' }),
          ({ businessNumber, status }) => businessNumber !== undefined && isOpen({ status }),
        ),
      ],
      violations(table) {
        const claims = new Set(
          table
            .of('companyClaim')
            .map(({ kind, number, companyId }) => `${kind} ${number} of ${companyId}`),
        );
        const had = new Set(
          table
            .of('company')
            .filter(isOpen)
            .flatMap((company) =>
              claimedNumbers
                .filter((kind) => company[kind] !== undefined)
                .map((kind) => `${kind} ${company[kind]} of ${company.companyId}`),
            ),
        );
        return [
          ...each(had, (claim) => !claims.has(claim) && `${claim} is not claimed`),
          ...each(claims, (claim) => !had.has(claim) && `${claim} is claimed`),
        ];
      },
    },
    {
      name: 'a company is found by what is on record of it, and by nothing else',
      about: ['company', 'companyEntry'],
      plants: [
        change('companyEntry', remove),
        change('companyEntry', set({ name: '다른 이름' })),
        change('companyEntry', set({ companyId: nothing })),
        change('company', set({ industryCode: '01' })),
        change('company', set({ name: '다른 이름' })),
        (items) => [...items, { ...one(items, 'companyEntry'), list: 'market:konex' }],
      ],
      violations(table) {
        const wanted = new Set(table.of('company').flatMap(entriesOf).map(entryText));
        const stored = new Set(table.of('companyEntry').map(entryText));
        return [
          ...each(wanted, (entry) => !stored.has(entry) && `${entry} is missing`),
          ...each(stored, (entry) => !wanted.has(entry) && `${entry} is of no record`),
        ];
      },
    },
    {
      name: 'the history of a company tells each change, and ends with its record',
      about: ['company', 'companyHistoryEntry'],
      plants: [
        change('companyHistoryEntry', remove),
        change('companyHistoryEntry', set({ changes: {} })),
        change('companyHistoryEntry', add('version', 1)),
        change('companyHistoryEntry', set({ company: {} })),
        change('company', set({ representative: '다른 사람' })),
        change('company', add('revision', 1)),
        change('company', remove),
      ],
      violations(table) {
        const histories = Map.groupBy(
          table.of('companyHistoryEntry'),
          ({ companyId }) => companyId,
        );
        const records = indexBy(table.of('company'), ({ companyId }) => companyId);
        return each(new Set([...histories.keys(), ...records.keys()]), (companyId) => {
          const entries = (histories.get(companyId) ?? []).toSorted(
            (first, second) => first.revision - second.revision,
          );
          const record = records.get(companyId);
          const states = entries.map(({ company }) => company as Company);
          const isTold = entries.every(({ revision, version, at, changes, company }, index) => {
            const [before, after] = [states[index - 1], company as Company];
            return (
              revision === index + 1 &&
              after.revision === revision &&
              after.version === version &&
              after.updatedAt === at &&
              at >= (before?.updatedAt ?? '') &&
              isDeepStrictEqual(changes, changesOf(before, after))
            );
          });
          const last = states.at(-1);
          const isPresent =
            record !== undefined &&
            last !== undefined &&
            isDeepStrictEqual(recordOf(last), recordOf(record));
          return !(isTold && isPresent) && `${companyId} has another history`;
        });
      },
    },
    {
      name: 'an address has one open invitation to a company at most, and its claim',
      about: ['invitation', 'invitationClaim'],
      plants: [
        change('invitationClaim', remove),
        change('invitationClaim', set({ invitationId: nothing })),
        change('invitation', set({ state: 'revoked' }), isPending),
        (items) => {
          const pending = one(items, 'invitation', isPending);
          const endsAt = '9999-01-01T00:00:00.000Z';
          return [...items, { ...pending, invitationId: nothing, endsAt }];
        },
      ],
      violations(table) {
        const claims = indexBy(table.of('invitationClaim'), addressOf);
        const byAddress = Map.groupBy(table.of('invitation'), addressOf);
        return each(new Set([...claims.keys(), ...byAddress.keys()]), (address) => {
          // What was sent before the last has ended, whether or not that was written.
          const last = byAddress.get(address)?.reduce(later);
          const open = last && isPending(last) ? last.invitationId : undefined;
          return claims.get(address)?.invitationId !== open && `${address} is claimed otherwise`;
        });
      },
    },
    {
      name: 'an invitation is of a company, tells who accepted it, and ends with the company',
      about: ['invitation', 'company'],
      plants: [
        change('invitation', set({ companyId: nothing })),
        change('invitation', without('acceptedBy'), ({ state }) => state === 'accepted'),
        change('invitation', set({ acceptedBy: nobody }), isPending),
        (items) => {
          const { companyId } = one(items, 'company', (company) => !isOpen(company));
          return [...items, { ...one(items, 'invitation', isPending), companyId }];
        },
      ],
      violations(table) {
        const records = indexBy(table.of('company'), ({ companyId }) => companyId);
        return each(table.of('invitation'), ({ companyId, invitationId, state, acceptedBy }) => {
          const company = records.get(companyId);
          const isTold = (state === 'accepted') === (acceptedBy !== undefined);
          const isEnded = company !== undefined && (isOpen(company) || state !== 'pending');
          return !(isTold && isEnded) && `${invitationId} is ${state}`;
        });
      },
    },
    {
      name: 'a token is of a sending of an invitation',
      about: ['invitation', 'invitationToken'],
      plants: [
        change('invitationToken', set({ invitationId: nothing })),
        change('invitationToken', set({ sending: 1000 })),
        change('invitationToken', without('expiresAt')),
      ],
      violations(table) {
        const invitations = indexBy(table.of('invitation'), ({ invitationId }) => invitationId);
        return each(table.of('invitationToken'), (token) => {
          const invitation = invitations.get(token.invitationId);
          const isSent =
            invitation?.companyId === token.companyId && token.sending <= invitation.sending;
          return !(isSent && token.expiresAt > 0) && `a token is of ${token.invitationId}`;
        });
      },
    },
    {
      name: 'settings are of a company that exists',
      about: ['companySettings'],
      plants: [change('companySettings', set({ companyId: nothing }))],
      violations(table) {
        const known = new Set(table.of('company').map(({ companyId }) => companyId));
        return each(
          table.of('companySettings'),
          ({ companyId }) => !known.has(companyId) && `there is no company ${companyId}`,
        );
      },
    },
  ],
  free: {},
};
