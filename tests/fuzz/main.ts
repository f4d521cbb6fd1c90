import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startStack } from '../support/stack.ts';
import { type World, worldOf } from '../support/world.ts';
import { failureText, operationLine, summary } from './describe-report.ts';
import { fuzz, replay } from './fuzz.ts';
import { moaTarget } from './moa-target.ts';
import type { FuzzCase, Phase, Report } from './report.ts';
import { OutOfReach, type Target } from './target.ts';

/* `npm run fuzz`: see docs/proofs.md. */

const folder = '.fuzz';
const defaultSeconds = '300';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: defaultSeconds },
    route: { type: 'string', multiple: true },
    seed: { type: 'string' },
    phase: { type: 'string', multiple: true },
    url: { type: 'string' },
    replay: { type: 'string' },
  },
});

interface OpenTarget {
  target: Target;
  close: () => Promise<void>;
}

async function openTarget(): Promise<OpenTarget> {
  if (values.url !== undefined) {
    const baseUrl = values.url.replace(/\/$/, '');
    const api = { baseUrl, fetch: (request: Request) => fetch(request) };
    const world: World = {
      ...worldOf(api),
      callerWith: async () => {
        throw new OutOfReach('its caller needs a token that only the service itself can sign');
      },
    };
    return { target: await moaTarget(api, world), close: async () => undefined };
  }
  // What is refused for its frequency is not tried.
  const stack = await startStack({ env: { RATE_LIMIT_FACTOR: '1000000' } });
  const api = {
    baseUrl: 'http://127.0.0.1:3000',
    fetch: (request: Request) => stack.app().fetch(request),
  };
  const target = await moaTarget(api, stack.createWorld(), [stack.tableName]);
  return { target, close: () => stack.close() };
}

async function keep({ failures }: Report): Promise<void> {
  if (failures.length === 0) return;
  await mkdir(folder, { recursive: true });
  for (const failure of failures) {
    const file = join(folder, `${failure.operation}-${failure.id}.json`);
    await writeFile(file, `${JSON.stringify(failure, null, 2)}\n`);
    console.log(`\n${failureText(failure)}\n  npm run fuzz -- --replay ${file}`);
  }
}

async function run(target: Target): Promise<Report> {
  if (values.replay !== undefined) {
    const { case: fuzzCase } = JSON.parse(await readFile(values.replay, 'utf8')) as {
      case: FuzzCase;
    };
    return replay(target, fuzzCase);
  }
  const seed = Number(values.seed ?? Math.floor(Date.now() / 1000));
  console.log(`seed ${seed}`);
  return fuzz(target, {
    seed,
    budget: { seconds: Number(values.seconds) },
    routes: values.route,
    phases: values.phase?.map((phase) => Number(phase) as Phase),
    onOperation: (id) => console.log(`phase 1 is through with ${id}`),
  });
}

const { target, close } = await openTarget();
try {
  const report = await run(target);
  for (const [id, operation] of report.operations) console.log(operationLine(id, operation));
  await keep(report);
  console.log(`\n${summary(report)}`);
  process.exitCode = report.failures.length === 0 ? 0 : 1;
} finally {
  await close();
}
