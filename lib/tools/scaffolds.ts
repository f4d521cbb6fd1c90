import { kebab } from '../queue/queue.ts';
import {
  type Edit,
  withCode,
  withCodeBefore,
  withImport,
  withMember,
  withMemberBefore,
} from './edits.ts';

/** How a function is named in all the places where it appears. */
export interface Names {
  /** `sns.createPost` */
  id: string;
  domain: string;
  /** `createPost` */
  name: string;
  /** `create-post` */
  file: string;
  /** Folder of the domain: `publishing`. */
  feature: string;
}

/** How an entity is named. */
export interface EntityNames {
  domain: string;
  feature: string;
  /** `contact` */
  name: string;
}

/** A file that is written, or changed by edits. */
export type Piece = { path: string } & ({ text: string } | { edits: readonly Edit[] });

/** `createPost` → `Create post`. */
function sentence(name: string): string {
  const words = wordsOf(name);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const wordsOf = (name: string) => kebab(name).replaceAll('-', ' ');

/** `follow-request` → `followRequest`. */
const camel = (text: string) =>
  text.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

const pascal = (text: string) => text.charAt(0).toUpperCase() + camel(text).slice(1);

function plural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}

const methods: Readonly<Record<string, string>> = {
  get: 'GET',
  list: 'GET',
  update: 'PATCH',
  put: 'PUT',
  set: 'PUT',
  delete: 'DELETE',
  remove: 'DELETE',
};

/** Where the house has a route of this name: a list, the caller's own thing, or what is done to one. */
export function placeOf({ name }: Pick<Names, 'name'>): { method: string; path: string } {
  const [verb = '', ...nouns] = kebab(name).split('-');
  const noun = nouns.join('-');
  const method = methods[verb] ?? 'POST';
  if (verb === 'list') return { method, path: `/v1/${noun}` };
  if (verb === 'create') return { method, path: `/v1/${plural(noun)}` };
  if (Object.hasOwn(methods, verb)) return { method, path: `/v1/users/me/${noun}` };
  return { method, path: `/v1/${plural(noun)}/${verb}` };
}

const floorsFile = 'tests/dependencies.test.ts';

/** The feature's own floor, below that of its domain. */
function floorPieces(
  { domain, feature }: Pick<Names, 'domain' | 'feature'>,
  floors: string,
): Piece[] {
  const room = `lib/${domain}/${feature}`;
  if (floors.includes(`'${room}'`)) return [];
  return [{ path: floorsFile, edits: [withCodeBefore(`  ['lib/${domain}'],`, `  ['${room}'],`)] }];
}

/** What is there already, as far as it decides what is to be written. */
export interface Present {
  /** Text of the floors' test. */
  floors: string;
  /** Whether the feature has routes. */
  hasRoutes: boolean;
}

/** A route that answers who asked. */
export function routePieces(names: Names, { floors, hasRoutes }: Present): Piece[] {
  const { id, domain, name, file, feature } = names;
  const { method, path } = placeOf(names);
  const isList = name.startsWith('list');
  const hasBody = method !== 'GET' && method !== 'DELETE';
  const routesFile = `functions/${domain}/${feature}/routes.ts`;
  const module = camel(`${domain}-${feature}`);
  const contract = `export const ${name} = defineRoute({
  id: '${id}',
  method: '${method}',
  path: '${path}',
  summary: '${sentence(name)}',
  auth: 'user',${isList ? '\n  paginated: true,' : ''}${hasBody ? '\n  body: z.strictObject({}),' : ''}
  responses: { 200: ${isList ? "pageOf(z.object({ userId: id('user') }))" : "z.object({ userId: id('user') })"} },
  errors: [],
  examples: {${hasBody ? '\n    body: {},' : ''}
    response: ${isList ? "{ items: [{ userId: exampleId('user') }], nextCursor: null }" : "{ userId: exampleId('user') }"},
  },
  needs: {},
});
`;
  const imports = [
    "import * as z from 'zod';",
    "import { defineRoute } from '../../../lib/http/route.ts';",
    "import { exampleId, id } from '../../../lib/schema/ids.ts';",
    ...(isList ? ["import { pageOf } from '../../../lib/schema/page.ts';"] : []),
  ];
  const contracts: Piece = hasRoutes
    ? { path: routesFile, edits: [...imports.map(withImport), withCode(contract)] }
    : { path: routesFile, text: `${imports.join('\n')}\n\n${contract}` };
  const registration: Piece[] = hasRoutes
    ? []
    : [
        {
          path: 'lib/registry/routes.ts',
          edits: [
            withImport(`import * as ${module} from '../../${routesFile}';`),
            withMember(['features', domain], `'${feature}': ${module}`),
          ],
        },
      ];
  return [
    contracts,
    ...registration,
    {
      path: `functions/${domain}/${feature}/${file}.ts`,
      text: `import { handle } from '../../../lib/http/handle.ts';
import { ${name} } from '../../../lib/${domain}/${feature}/${file}.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.${name}, ({ ctx${isList ? ', page' : ''} }) => ${name}(ctx${isList ? ', page' : ''}));
`,
    },
    {
      path: `lib/${domain}/${feature}/${file}.ts`,
      text: isList
        ? `import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import type { Page, PageRequest } from '../../schema/page.ts';

/** ${sentence(name)}. */
export async function ${name}(
  { caller }: Context<UserCaller>,
  { limit }: PageRequest,
): Promise<Page<{ userId: string }>> {
  return { items: [{ userId: caller.userId }].slice(0, limit), nextCursor: null };
}
`
        : `import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';

/** ${sentence(name)}. */
export async function ${name}({ caller }: Context<UserCaller>): Promise<{ userId: string }> {
  return { userId: caller.userId };
}
`,
    },
    ...floorPieces(names, floors),
    {
      path: `tests/functions/${domain}/${file}.test.ts`,
      text: `import { ${name} } from '../../../${routesFile}';
import { createWorld } from '../../support/world.ts';

describe('${method} ${path}', () => {
  it('answers who asked', async () => {
    const world = await createWorld();
    const kim = await world.user('kim');
    const answer = await world.call(${name}, { as: kim${hasBody ? ', body: {}' : ''} });
    expect(answer).toHaveStatus(200);
    expect(answer.body).toEqual(${isList ? '{ items: [{ userId: kim.id }], nextCursor: null }' : '{ userId: kim.id }'});
  });
});
`,
    },
    scenarioPiece(
      domain,
      'routes',
      `${name}: {
    arrange: async (world) => ({ as: await world.user('kim')${hasBody ? ', body: {}' : ''} }),
    others: 'own',
  }`,
    ),
  ];
}

/** A worker that takes one command and logs its subject. */
export function workerPieces(names: Names, { floors }: Present): Piece[] {
  const { id, domain, name, file, feature } = names;
  const type = `${domain}.${file.replaceAll('-', '_')}`;
  return [
    {
      path: `events/messages/${domain}.ts`,
      edits: [
        withImport("import * as z from 'zod';"),
        withImport("import { defineMessage } from '../../lib/queue/message.ts';"),
        withImport("import { id } from '../../lib/schema/ids.ts';"),
        withCode(`export const ${name} = defineMessage({
  type: '${type}',
  version: 1,
  data: z.object({ userId: id('user') }),
});
`),
      ],
    },
    {
      path: `events/queues/${domain}.ts`,
      edits: [
        withMember([`${domain}Queues`], name),
        withCodeBefore(
          `export const ${domain}Queues = `,
          `export const ${name} = defineQueue({
  id: '${id}',
  summary: '${sentence(name)}',
  subscribes: [],
  accepts: [${name}Command],
  timeoutSeconds: 30,
  batchSize: 5,
  outsideEffect: 'none',
  needs: {},
});
`,
        ),
        withImport("import { defineQueue } from '../../lib/queue/queue.ts';"),
        withImport(`import { ${name} as ${name}Command } from '../messages/${domain}.ts';`),
      ],
    },
    {
      path: `functions/${domain}/workers/${file}.ts`,
      text: `import * as queues from '../../../events/queues/${domain}.ts';
import { ${name} } from '../../../lib/${domain}/${feature}/${file}.ts';
import { consume } from '../../../lib/queue/consume.ts';

export const handler = consume(queues.${name}, {
  '${type}': (ctx, { data }) => ${name}(ctx, data.userId),
});
`,
    },
    verbPiece(names, '{ log }', 'userId: string', '{ userId }'),
    ...floorPieces(names, floors),
    scenarioPiece(
      domain,
      'workers',
      `${name}: {
    async arrange() {
      throw new Error('Nothing gives ${id} something to do yet');
    },
  }`,
    ),
  ];
}

/** A task that runs every night and logs that it did. */
export function taskPieces(names: Names, { floors }: Present): Piece[] {
  const { id, domain, name, file, feature } = names;
  return [
    {
      path: `events/schedules/${domain}.ts`,
      edits: [
        withMember([`${domain}Tasks`], name),
        withCodeBefore(
          `export const ${domain}Tasks = `,
          `export const ${name} = defineTask({
  id: '${id}',
  summary: '${sentence(name)}',
  schedule: 'cron(0 4 * * ? *)',
  zone: 'UTC',
  timeoutSeconds: 60,
  needs: {},
});
`,
        ),
        withImport("import { defineTask } from '../../lib/cron/task.ts';"),
      ],
    },
    {
      path: `functions/${domain}/tasks/${file}.ts`,
      text: `import * as tasks from '../../../events/schedules/${domain}.ts';
import { scheduled } from '../../../lib/cron/scheduled.ts';
import { ${name} } from '../../../lib/${domain}/${feature}/${file}.ts';

export const handler = scheduled(tasks.${name}, (ctx) => ${name}(ctx));
`,
    },
    verbPiece(names, '{ log, now }', '', '{ at: now }'),
    ...floorPieces(names, floors),
    scenarioPiece(
      domain,
      'tasks',
      `${name}: { arrange: async (world) => () => world.runTask('${file}') }`,
    ),
  ];
}

const scenarioPiece = (domain: string, list: string, member: string): Piece => ({
  path: `tests/scenarios/${domain}.ts`,
  edits: [withMember([list], member)],
});

const verbPiece = (
  { domain, feature, name, file }: Names,
  taken: string,
  parameter: string,
  fields: string,
): Piece => ({
  path: `lib/${domain}/${feature}/${file}.ts`,
  text: `import type { SystemCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';

/** ${sentence(name)}. */
export async function ${name}(${taken}: Context<SystemCaller>${parameter && `, ${parameter}`}): Promise<void> {
  log.info('${wordsOf(name)}', ${fields});
}
`,
});

/** An entity whose items have an owner, and go with the owner's account. */
export function entityPieces(names: EntityNames, { floors }: Pick<Present, 'floors'>): Piece[] {
  const { domain, feature, name } = names;
  const words = wordsOf(name);
  const nouns = plural(words);
  const [entity, list] = [pascal(plural(name)), plural(name)];
  const file = `${feature}/${kebab(list)}.entity.ts`;
  const ofOwner = `${list}OfOwner`;
  return [
    {
      path: `lib/${domain}/${file}`,
      text: `import { entity } from '../../model/entity.ts';

/** The ${nouns} of a user. */
export const ${entity} = entity('${name}', {
  attributes: {
    ${name}Id: { type: 'string', required: true },
    ownerId: { type: 'string', required: true },
    /** RFC 3339. */
    createdAt: { type: 'string', required: true },
    version: { type: 'number', required: true },
  },
  indexes: {
    /** Isolated: one item a ${words}, read by id alone. */
    ${name}: { pk: ['${name}Id'], sk: [] },
    /** Isolated: the ${nouns} of an owner, by age. */
    ${ofOwner}: { index: 'gsi1', pk: ['ownerId'], sk: ['${name}Id'] },
  },
});
`,
    },
    {
      path: 'lib/registry/entities.ts',
      edits: [
        withImport(`import { ${entity} } from '../${domain}/${file}';`),
        withMember(['entities'], `${name}: ${entity}`),
      ],
    },
    {
      path: `lib/${domain}/access-patterns.ts`,
      edits: [
        withImport(`import { ${entity} } from './${file}';`),
        withMember(
          [`${domain}AccessPatterns`],
          `{
    id: '${domain}.${kebab(list)}-of-owner',
    question: 'Which ${nouns} does this user have?',
    usedBy: ['identity.purgeAccount'],
    index: 'gsi1',
    consistent: false,
    build: () => ${entity}.query.${ofOwner}({ ownerId: exampleId('user') }).params(),
  }`,
        ),
        withImport("import { exampleId } from '../schema/ids.ts';"),
      ],
    },
    {
      path: `lib/${domain}/purge.ts`,
      edits: [
        withMember([`${domain}Purge`, 'steps'], `${list}Step`),
        withCodeBefore(
          `export const ${domain}Purge`,
          `const ${list}Step: PurgeStep = {
  id: '${domain}.${list}',
  covers: ['${name}'],
  async removePart(_ctx, userId) {
    const { data, cursor } = await ${entity}.query.${ofOwner}({ ownerId: userId }).go({ limit: 1000 });
    await writeMany(data.map(({ ${name}Id }) => ${entity}.delete({ ${name}Id })));
    return { hasRemoved: data.length > 0, ...(cursor !== null && { rest: '' }) };
  },
};
`,
        ),
        withImport(`import { ${entity} } from './${file}';`),
        withImport("import { writeMany } from '../model/write-many.ts';"),
        withImport("import type { PurgeStep } from '../purge/purge-step.ts';"),
      ],
    },
    ...floorPieces(names, floors),
    {
      path: `tests/invariants/${domain}.ts`,
      edits: [withMember([domain, 'free'], `${name}: 'Nothing refers to it yet.'`)],
    },
  ];
}

/** A domain without features: its faces, its lines in the registry, its proofs. */
export function domainPieces({ domain }: { domain: string }): Piece[] {
  const title = domain.charAt(0).toUpperCase() + domain.slice(1);
  const empty = (name: string, type: string, what: string, from: string) =>
    `import type { ${type} } from '${from}';

/** ${what} */
export const ${name}: readonly ${type}[] = [];
`;
  const registration = (list: string, line: string, constant: string, member: string): Piece => ({
    path: `lib/registry/${list}.ts`,
    edits: [withImport(line), withMember([constant], member)],
  });
  const proof = (folder: string, prove: string, from: string): Piece => ({
    path: `tests/${folder}/${domain}.test.ts`,
    text: `import { ${prove} } from '${from}';\n\n${prove}('${domain}');\n`,
  });
  return [
    {
      path: 'lib/registry/domains.ts',
      edits: [
        withMemberBefore(
          ['domains'],
          'platform',
          `${domain}: { name: '${title}', description: 'Say what it is about.' }`,
        ),
      ],
    },
    { path: 'lib/registry/routes.ts', edits: [withMember(['features'], `${domain}: {}`)] },
    {
      path: `lib/${domain}/access-patterns.ts`,
      text: empty(
        `${domain}AccessPatterns`,
        'AccessPattern',
        'What this domain asks the table.',
        '../model/access-pattern.ts',
      ),
    },
    registration(
      'access-patterns',
      `import { ${domain}AccessPatterns } from '../${domain}/access-patterns.ts';`,
      'accessPatterns',
      `...${domain}AccessPatterns`,
    ),
    {
      path: `lib/${domain}/errors.ts`,
      text: '/* The errors of this domain, by `defineError`. */\nexport {};\n',
    },
    registration(
      'errors',
      `import * as ${domain} from '../${domain}/errors.ts';`,
      'definitions',
      `...${domain}`,
    ),
    {
      path: `lib/${domain}/events.ts`,
      text: empty(
        `${domain}Changes`,
        'ChangeRule',
        'The events that changes of this domain’s items are.',
        '../events/change.ts',
      ),
    },
    registration(
      'changes',
      `import { ${domain}Changes } from '../${domain}/events.ts';`,
      'changeRules',
      `...${domain}Changes`,
    ),
    {
      path: `lib/${domain}/purge.ts`,
      text: `import type { DomainPurge } from '../purge/purge-step.ts';

/** What becomes of what this domain holds of a purged account. */
export const ${domain}Purge: DomainPurge = {
  steps: [],
  withAccount: [],
  expiring: {},
  kept: {},
  withoutUsers: [],
};
`,
    },
    {
      path: 'lib/registry/purges.ts',
      edits: [
        withImport(`import { ${domain}Purge } from '../${domain}/purge.ts';`),
        // Identity comes last: others look at its items.
        withMemberBefore(['purges'], 'identity', `${domain}: ${domain}Purge`),
      ],
    },
    {
      path: `events/messages/${domain}.ts`,
      text: '/* The events and commands of this domain, by `defineMessage`. */\nexport {};\n',
    },
    registration(
      'messages',
      `import * as ${domain} from '../../events/messages/${domain}.ts';`,
      'all',
      `...${domain}`,
    ),
    {
      path: `events/queues/${domain}.ts`,
      text: `/** The queues of this domain's workers. */\nexport const ${domain}Queues = [] as const;\n`,
    },
    registration(
      'queues',
      `import { ${domain}Queues } from '../../events/queues/${domain}.ts';`,
      'queues',
      `...${domain}Queues`,
    ),
    {
      path: `events/schedules/${domain}.ts`,
      text: `/** The scheduled tasks of this domain. */\nexport const ${domain}Tasks = [] as const;\n`,
    },
    registration(
      'tasks',
      `import { ${domain}Tasks } from '../../events/schedules/${domain}.ts';`,
      'tasks',
      `...${domain}Tasks`,
    ),
    {
      path: floorsFile,
      edits: [
        withCodeBefore("  ['lib/registry'],", `  ['lib/${domain}/errors'],\n  ['lib/${domain}'],`),
      ],
    },
    {
      path: `tests/scenarios/${domain}.ts`,
      text: `import type { ${domain}Queues } from '../../events/queues/${domain}.ts';
import type { ${domain}Tasks } from '../../events/schedules/${domain}.ts';
import type { RoutesByDomain } from '../../lib/registry/routes.ts';
import type { BackgroundScenarios, DomainScenarios, RouteScenarios } from './scenario.ts';

const routes: RouteScenarios<RoutesByDomain['${domain}']> = {};

const workers: BackgroundScenarios<(typeof ${domain}Queues)[number]> = {};

const tasks: BackgroundScenarios<(typeof ${domain}Tasks)[number]> = {};

export const ${domain}: DomainScenarios<'${domain}'> = { routes, workers, tasks };
`,
    },
    {
      path: 'tests/scenarios/scenarios.ts',
      edits: [
        withImport(`import { ${domain} } from './${domain}.ts';`),
        withMember(['byDomain'], domain),
      ],
    },
    {
      path: `tests/invariants/${domain}.ts`,
      text: `import type { DomainInvariants } from './invariant.ts';

export const ${domain}: DomainInvariants = {
  invariants: [],
  free: {},
};
`,
    },
    {
      path: 'tests/invariants/violations.ts',
      edits: [
        withImport(`import { ${domain} } from './${domain}.ts';`),
        withMember(['byDomain'], `${domain}: [${domain}]`),
      ],
    },
    proof('sweep', 'proveLastWrites', './last-writes.ts'),
    proof('contract/identity-matrix', 'proveMatrix', './matrix.ts'),
    proof('fuzz', 'proveAnswers', './prove-answers.ts'),
  ];
}
