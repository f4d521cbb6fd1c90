import { methodsOf } from '../http/route.ts';
import { domains } from '../registry/domains.ts';
import { baseStack } from './base-stack.ts';
import { domainStack } from './domain-stack.ts';
import { invocables } from './invocables.ts';

/** What AWS gives an account unless it is asked for more. */
export interface Quota {
  name: string;
  used: number;
  limit: number;
  /** Where more is asked for; left out where AWS gives no more. */
  raisedIn?: string;
}

const domainNames = Object.keys(domains);

/** From here on a quota is told of: a request to raise it takes days. */
const nearly = 0.8;

/** What one stage takes of the quotas that grow with routes. */
export function quotasOfStage(): Quota[] {
  const stacks = domainNames.map((domain) => domainStack(domain));
  const roles = [...stacks, baseStack()].flatMap(({ resources }) =>
    Object.values<{ Type: string }>(resources.Resources).filter(
      ({ Type }) => Type === 'AWS::IAM::Role',
    ),
  );
  return [
    {
      name: 'routes of an HTTP API',
      used: invocables.flatMap(({ kind, definition }) =>
        kind === 'route' ? methodsOf(definition) : [],
      ).length,
      limit: 300,
      raisedIn: 'Service Quotas › Amazon API Gateway › Routes per API (HTTP and WebSocket)',
    },
    {
      name: 'IAM roles of an account, for this stage alone',
      used: roles.length,
      limit: 1000,
      raisedIn: 'Service Quotas › AWS Identity and Access Management › Roles per account',
    },
    ...domainNames.map((domain, index) => ({
      name: `functions of the stack ${domain}, each with five resources or more of 500`,
      used: Object.keys(stacks[index]?.functions ?? {}).length,
      limit: 85,
    })),
  ];
}

/** A line for each quota that is nearly used up: what to do before a deployment fails. */
export function quotaWarnings(quotas: readonly Quota[]): string[] {
  return quotas
    .filter(({ used, limit }) => used > nearly * limit)
    .map(({ name, used, limit, raisedIn }) => {
      const todo = raisedIn ? `ask for more in ${raisedIn}` : 'divide the domain';
      return `${used} of ${limit} ${name}: ${todo}`;
    });
}
