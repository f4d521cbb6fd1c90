/*
 * npm run bench [-- --only warm --rounds 9 --suite-seconds 360]: what a cold start, a function's
 * code, a warm request and a start of the local stack cost, as multiples of what was measured beside
 * them. It is printed, and written to docs/benchmarks.md when it is the whole.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { arch, availableParallelism, cpus, platform } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeSecrets } from '../../lib/tools/make-secrets.ts';
import { buildBundles } from './bundles.ts';
import { measureColdStarts } from './cold-starts.ts';
import { measureSizes } from './sizes.ts';
import { measureStarts } from './starts.ts';
import { measureWarmRequests } from './warm-requests.ts';

const parts = ['cold', 'size', 'warm', 'start'] as const;
type Part = (typeof parts)[number];
const isPart = (name: string): name is Part => (parts as readonly string[]).includes(name);

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [...parts] },
    rounds: { type: 'string', default: '9' },
    'suite-seconds': { type: 'string' },
  },
});
const rounds = Number(values.rounds);
if (!(Number.isInteger(rounds) && rounds > 0)) throw new Error('--rounds must be a whole number');
const unknown = values.only.find((name) => !isPart(name));
if (unknown !== undefined) throw new Error(`--only takes ${parts.join(', ')}, not ${unknown}`);
const suiteSeconds = values['suite-seconds'];

const root = join(import.meta.dirname, '../..');
const folder = join(root, '.build/bench');
const secretsFolder = join(folder, 'secrets');
const environment = {
  MOA_STAGE: 'bench',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_SESSION_TOKEN: 'local',
  TABLE_NAME: 'moa-bench-table',
  API_URL: 'https://api.moa.example',
  SECRETS_SOURCE: `file:${secretsFolder}`,
};

const wants = (part: Part) => values.only.includes(part);
const sections: string[] = [];

function add(title: string, text: string): void {
  const section = `## ${title}\n\n${text}\n`;
  console.log(section);
  sections.push(section);
}

await rm(folder, { recursive: true, force: true });
await mkdir(secretsFolder, { recursive: true });
for (const [name, text] of Object.entries(makeSecrets())) {
  await writeFile(join(secretsFolder, `${name}.json`), text);
}
Object.assign(process.env, environment);

const bundles = await buildBundles(folder);
const withPath = { ...environment, PATH: process.env.PATH };
if (wants('cold')) {
  add(
    'Cold start',
    `CPU of a process that loads a function, divided by that of one that loads a handler which does nothing.\n\n${measureColdStarts(bundles, withPath, rounds)}`,
  );
}
if (wants('size')) add('Code', `A function as it is deployed.\n\n${measureSizes(bundles)}`);
if (wants('warm')) {
  add(
    'Warm requests',
    `CPU of a request in the function's process, divided by that of a handler which does the same by hand with jose, zod and lib-dynamodb (\`tests/benchmarks/peers\`). Both call a stub of DynamoDB in another process.\n\n${await measureWarmRequests(bundles, withPath, rounds)}`,
  );
}
if (wants('start')) {
  const seconds = await measureStarts(Math.min(rounds, 3));
  const suite = suiteSeconds === undefined ? '`npm test` prints it' : `${suiteSeconds} s`;
  add(
    'Local stack',
    `\`npm start\` on data that is there already, to the first 200: ${seconds.toFixed(1)} s. The whole of \`npm test\`: ${suite}.`,
  );
}

if (parts.every(wants)) {
  const [cpu] = cpus();
  const machine = `${availableParallelism()} cores of ${cpu?.model.trim() ?? 'an unknown model'}, Node ${process.version}, ${platform()} ${arch()}`;
  const date = new Date().toISOString().slice(0, 10);
  const head = `# Benchmarks\n\nWritten by \`npm run bench\` on ${date}: ${machine}. Medians of ${rounds} rounds in which all that is compared took turns.\n`;
  await mkdir(join(root, 'docs'), { recursive: true });
  await writeFile(join(root, 'docs/benchmarks.md'), [head, ...sections].join('\n'));
}
