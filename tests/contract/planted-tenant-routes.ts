import * as z from 'zod';
import { roleMissing } from '../../lib/auth/errors.ts';
import { companyNotFound } from '../../lib/companies/errors.ts';
import { isAtLeast } from '../../lib/companies/membership/roles.ts';
import { defineRoute } from '../../lib/http/route.ts';
import { writeIf } from '../../lib/model/write.ts';
import { id } from '../../lib/schema/ids.ts';
import type { RouteScenario } from '../scenarios/scenario.ts';
import { companyOf } from '../support/companies.ts';
import type { User, World } from '../support/world.ts';
import type { PlantedRoute } from './planted-routes.ts';

const companyParams = z.strictObject({ companyId: id('company') });

/** Records of a company that are of its members: here they themselves. */
const list = z.object({ items: z.array(z.object({ userId: z.string() })) });

const scopes = ['companies:read'] as const;

const shared = { params: companyParams, errors: [], examples: {}, needs: {} } as const;

const reading = <Name extends string>(name: Name) =>
  defineRoute({
    ...shared,
    id: `planted.${name}`,
    method: 'GET',
    path: `/v1/companies/{companyId}/planted/${name}` as const,
    summary: 'List planted records',
    auth: { member: 'viewer', scopes },
    responses: { 200: list },
  });

const writing = <Name extends string>(name: Name) =>
  defineRoute({
    ...shared,
    id: `planted.${name}`,
    method: 'POST',
    path: `/v1/companies/{companyId}/planted/${name}` as const,
    summary: 'Change a planted record',
    auth: { member: 'admin', scopes: ['companies:write'] },
    body: z.strictObject({ address: z.string().min(1).max(100) }),
    responses: { 200: z.object({ address: z.string() }) },
  });

/** A company with an owner and an admin; no worker runs here that could mail an invitation. */
async function staffed(world: World): Promise<{ as: User; companyId: string }> {
  const owner = await world.user('owner');
  const { id: companyId } = await companyOf(world, owner);
  const as = await world.user('admin');
  // Imported late: it reads the configuration, which a stack sets first.
  const { seedMembers } = await import('../support/seed-company.ts');
  await seedMembers(companyId, [{ userId: as.id, role: 'admin' }]);
  return { as, companyId };
}

const read: RouteScenario = {
  others: 'hidden',
  tenant: { ownOnly: 'less', closed: 'same', suspended: 'same' },
  async arrange(world) {
    const { as, companyId } = await staffed(world);
    return { as, params: { companyId } };
  },
};

const refused = {
  closed: 'companies.company_closed',
  suspended: 'companies.company_suspended',
} as const;

const written: RouteScenario = {
  others: 'hidden',
  tenant: refused,
  async arrange(world) {
    const { as, companyId } = await staffed(world);
    return { as, params: { companyId }, body: { address: '서울' } } as never;
  },
};

/** Routes under a company with one hole each. Reads the configuration. */
export async function plantedTenantRoutes(): Promise<PlantedRoute[]> {
  const { handle } = await import('../../lib/http/handle.ts');
  const { AppError } = await import('../../lib/errors/app-error.ts');
  const { Companies } = await import('../../lib/companies/membership/companies.entity.ts');
  const { Members } = await import('../../lib/companies/membership/members.entity.ts');

  const allOf = async (companyId: string) => {
    const { data } = await Members.query.member({ companyId }).go({ consistent: true });
    return data.map(({ userId }) => ({ userId }));
  };
  const memberOf = async (companyId: string, userId: string) => {
    const { data } = await Members.get({ companyId, userId }).go({ consistent: true });
    return data;
  };
  const setAddress = (companyId: string, address: string) => [
    writeIf(Companies.patch({ companyId }).set({ address }), companyNotFound),
  ];

  const soundList = reading('listSoundly');
  const soundWrite = writing('writeSoundly');
  const forgetful = reading('forgetOwnOnly');
  const roleless = writing('forgetTheRole');
  const borrowing = defineRoute({
    ...writing('takeTheCompanyFromTheBody'),
    body: z.strictObject({ companyId: id('company') }),
    responses: { 200: list },
    errors: [companyNotFound],
  });
  const swapping = writing('swapRefusals');
  const restless = writing('writeInAnyState');
  const reaching = reading('reachAnyCompany');

  return [
    {
      route: soundList,
      scenario: read,
      handler: handle(soundList, async ({ ctx: { member, caller } }) => {
        const items = await allOf(member.companyId);
        return {
          items: items.filter(({ userId }) => !member.ownOnly || userId === caller.userId),
        };
      }),
    },
    {
      route: soundWrite,
      scenario: written,
      handler: handle(soundWrite, ({ ctx, body: { address } }) =>
        ctx.commit(setAddress(ctx.member.companyId, address), { address }),
      ),
    },
    {
      route: forgetful,
      scenario: read,
      handler: handle(forgetful, async ({ ctx }) => ({
        items: await allOf(ctx.member.companyId),
      })),
      hole: /as viewer of own records: lists 2 of 2/,
    },
    {
      route: roleless,
      scenario: written,
      handler: handle(
        { ...roleless, auth: { ...roleless.auth, member: 'viewer' } },
        ({ ctx, body: { address } }) =>
          ctx.commit(setAddress(ctx.member.companyId, address), { address }),
      ),
      hole: /as manager: answers 200 undefined, not auth\.role_missing/,
    },
    {
      route: borrowing,
      scenario: {
        ...written,
        async arrange(world) {
          const { as, companyId } = await staffed(world);
          return { as, params: { companyId }, body: { companyId } } as never;
        },
      },
      handler: handle(borrowing, async ({ body: { companyId } }) => {
        const items = await allOf(companyId);
        if (items.length === 0) throw new AppError(companyNotFound);
        return { items };
      }),
      hole: /owner, body\.companyId of another company: is told from .*: 200 undefined and 404/,
    },
    {
      route: swapping,
      scenario: written,
      handler: handle(
        {
          ...swapping,
          auth: { scopes: swapping.auth.scopes, companyKeys: true },
          errors: [companyNotFound, roleMissing],
        },
        async ({ ctx, params: { companyId }, body: { address } }) => {
          const member = await memberOf(companyId, ctx.caller.userId);
          if (!member) throw new AppError(roleMissing);
          if (!isAtLeast(member.role, 'admin')) throw new AppError(companyNotFound);
          return ctx.commit(setAddress(companyId, address), { address });
        },
      ),
      hole: /outsider, random id: answers 403 auth\.role_missing/,
    },
    {
      route: restless,
      scenario: written,
      handler: handle(
        { ...restless, auth: { ...restless.auth, inAnyState: true } },
        ({ ctx, body: { address } }) =>
          ctx.commit(setAddress(ctx.member.companyId, address), { address }),
      ),
      hole: /in a closed company: answers 200 undefined, not companies\.company_closed/,
    },
    {
      route: reaching,
      scenario: read,
      handler: handle(
        { ...reaching, auth: { scopes, companyKeys: true }, errors: [companyNotFound] },
        async ({ ctx, params: { companyId } }) => {
          const member = await memberOf(companyId, ctx.caller.userId);
          if (!member) throw new AppError(companyNotFound);
          const items = await allOf(companyId);
          return {
            items: items.filter(({ userId }) => !member.ownOnly || userId === member.userId),
          };
        },
      ),
      hole: /key of owner bound to another company: is told from .*: 200 undefined and 404/,
    },
  ];
}
