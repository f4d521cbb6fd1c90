/** How something is named in all the places where it appears. */
export interface Names {
  /** `sns.createPost` */
  id: string;
  domain: string;
  /** `createPost` */
  name: string;
  /** `create-post` */
  file: string;
}

/** Text for one file. */
export interface Piece {
  path: string;
  /** Whether the file must not be there yet. */
  isNew: boolean;
  imports: readonly string[];
  code: string;
  /** A list in the same file that the new thing joins. */
  list?: { of: string; add: string };
  /** A record in the same file that it joins. */
  record?: { of: string; add: string };
}

/** `createPost` → `Create post`. */
function sentence(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const methods: Readonly<Record<string, string>> = {
  get: 'GET',
  list: 'GET',
  find: 'GET',
  update: 'PATCH',
  set: 'PUT',
  delete: 'DELETE',
  remove: 'DELETE',
};

/** A route that answers who asked. */
export function routePieces({ id, domain, name, file }: Names): Piece[] {
  const method = methods[/^[a-z]+/.exec(name)?.[0] ?? ''] ?? 'POST';
  const hasBody = method !== 'GET' && method !== 'DELETE';
  const path = `/v1/${domain}/${file}`;
  const verb = `run${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return [
    {
      path: `functions/${domain}/routes.ts`,
      isNew: false,
      imports: [
        "import * as z from 'zod';",
        "import { defineRoute } from '../../lib/http/route.ts';",
        "import { id } from '../../lib/schema/ids.ts';",
      ],
      code: `export const ${name} = defineRoute({
  id: '${id}',
  method: '${method}',
  path: '${path}',
  summary: '${sentence(name)}',
  auth: 'user',${hasBody ? '\n  body: z.strictObject({}),' : ''}
  responses: { 200: z.object({ userId: id('user') }) },
  errors: [],
  examples: {${hasBody ? '\n    body: {},' : ''}
    response: { userId: 'usr_01jd3v9k2m4n5p6q7r8s9t0v1w' },
  },
  needs: {},
});
`,
    },
    {
      path: `functions/${domain}/${file}.ts`,
      isNew: true,
      imports: [
        "import { handle } from '../../lib/http/handle.ts';",
        `import { ${verb} } from '../../lib/${domain}/${file}.ts';`,
        `import { ${name} } from './routes.ts';`,
      ],
      code: `export const handler = handle(${name}, ({ ctx }) => ${verb}(ctx));\n`,
    },
    {
      path: `lib/${domain}/${file}.ts`,
      isNew: true,
      imports: [
        "import type { UserCaller } from '../caller.ts';",
        "import type { Context } from '../context.ts';",
      ],
      code: `/** ${sentence(name)}. */
export async function ${verb}({ caller }: Context<UserCaller>): Promise<{ userId: string }> {
  return { userId: caller.userId };
}
`,
    },
    {
      path: `tests/functions/${domain}/${file}.test.ts`,
      isNew: true,
      imports: [
        `import { ${name} } from '../../../functions/${domain}/routes.ts';`,
        "import { createWorld } from '../../support/world.ts';",
      ],
      code: `describe('${method} ${path}', () => {
  it('answers who asked', async () => {
    const world = await createWorld();
    const kim = await world.user('kim');
    const answer = await world.call(${name}, { as: kim${hasBody ? ', body: {}' : ''} });
    expect(answer).toHaveStatus(200);
    expect(answer.body).toEqual({ userId: kim.id });
  });
});
`,
    },
    scenarioPiece(
      domain,
      'Routes',
      `${name}: {
    arrange: async (world) => ({ as: await world.user('kim')${hasBody ? ', body: {}' : ''} }),
    others: 'own',
  }`,
    ),
  ];
}

/** A worker that takes one command and logs its subject. */
export function workerPieces({ id, domain, name, file }: Names): Piece[] {
  const message = `${name}Command`;
  const type = `${domain}.${file.replaceAll('-', '_')}`;
  const verb = `run${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return [
    {
      path: `events/messages/${domain}.ts`,
      isNew: false,
      imports: [
        "import * as z from 'zod';",
        "import { defineMessage } from '../../lib/queue/message.ts';",
        "import { id } from '../../lib/schema/ids.ts';",
      ],
      code: `export const ${message} = defineMessage({
  type: '${type}',
  version: 1,
  data: z.object({ userId: id('user') }),
});
`,
    },
    {
      path: `events/queues/${domain}.ts`,
      isNew: false,
      imports: [
        "import { defineQueue } from '../../lib/queue/queue.ts';",
        `import { ${message} } from '../messages/${domain}.ts';`,
      ],
      code: `export const ${name} = defineQueue({
  id: '${id}',
  summary: '${sentence(name)}',
  subscribes: [],
  accepts: [${message}],
  timeoutSeconds: 30,
  batchSize: 5,
  outsideEffect: 'none',
  needs: {},
});
`,
      list: { of: `${domain}Queues`, add: name },
    },
    {
      path: `functions/${domain}/workers/${file}.ts`,
      isNew: true,
      imports: [
        `import { ${name} } from '../../../events/queues/${domain}.ts';`,
        `import { ${verb} } from '../../../lib/${domain}/${file}.ts';`,
        "import { consume } from '../../../lib/queue/consume.ts';",
      ],
      code: `export const handler = consume(${name}, {
  '${type}': (ctx, { data }) => ${verb}(ctx, data.userId),
});
`,
    },
    verbPiece(domain, file, name, verb, 'userId: string', '{ userId }'),
    scenarioPiece(
      domain,
      'Workers',
      `${name}: {
    async arrange() {
      throw new Error('Nothing gives ${id} something to do yet');
    },
  }`,
    ),
  ];
}

/** A task that runs every night and logs that it did. */
export function taskPieces({ id, domain, name, file }: Names): Piece[] {
  const verb = `run${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return [
    {
      path: `events/schedules/${domain}.ts`,
      isNew: false,
      imports: ["import { defineTask } from '../../lib/cron/task.ts';"],
      code: `export const ${name} = defineTask({
  id: '${id}',
  summary: '${sentence(name)}',
  schedule: 'cron(0 4 * * ? *)',
  zone: 'UTC',
  timeoutSeconds: 60,
  needs: {},
});
`,
      list: { of: `${domain}Tasks`, add: name },
    },
    {
      path: `functions/${domain}/tasks/${file}.ts`,
      isNew: true,
      imports: [
        `import { ${name} } from '../../../events/schedules/${domain}.ts';`,
        "import { scheduled } from '../../../lib/cron/scheduled.ts';",
        `import { ${verb} } from '../../../lib/${domain}/${file}.ts';`,
      ],
      code: `export const handler = scheduled(${name}, (ctx) => ${verb}(ctx));\n`,
    },
    verbPiece(domain, file, name, verb, '', '{ at: now }'),
    scenarioPiece(
      domain,
      'Tasks',
      `${name}: { arrange: async (world) => () => world.runTask('${file}') }`,
    ),
  ];
}

function scenarioPiece(domain: string, kind: 'Routes' | 'Workers' | 'Tasks', add: string): Piece {
  return {
    path: `tests/scenarios/${domain}.ts`,
    isNew: false,
    imports: [],
    code: '',
    record: { of: `${domain}${kind}`, add },
  };
}

function verbPiece(
  domain: string,
  file: string,
  name: string,
  verb: string,
  parameter: string,
  fields: string,
): Piece {
  const taken = fields.includes('now') ? '{ log, now }' : '{ log }';
  return {
    path: `lib/${domain}/${file}.ts`,
    isNew: true,
    imports: [
      "import type { SystemCaller } from '../caller.ts';",
      "import type { Context } from '../context.ts';",
    ],
    code: `/** ${sentence(name)}. */
export async function ${verb}(${taken}: Context<SystemCaller>${parameter && `, ${parameter}`}): Promise<void> {
  log.info('${sentence(name).toLowerCase()}', ${fields});
}
`,
  };
}
