import { spawnSync } from 'node:child_process';
import { type Bundle, type Bundles, classNames } from './bundles.ts';
import { markdownTable, median } from './figures.ts';

/** Loads a bundle and tells the CPU of the whole process so far. JavaScript, as types cost time. */
const program = `
  require(process.argv[1]);
  const { user, system } = process.cpuUsage();
  process.stdout.write(String(user + system), () => process.exit());`;

function coldStart({ name, file }: Bundle, environment: NodeJS.ProcessEnv): number {
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', program, file], {
    encoding: 'utf8',
    env: environment,
  });
  if (!/^\d+$/.test(stdout)) throw new Error(`${name} does not load:\n${stderr}`);
  return Number(stdout) / 1000;
}

const named = ['platform-ping', 'identity-get-user', 'sns-create-post'];

/** Rounds of those with a name for one of all the others, which are many. */
const roundsForOne = 3;

/** CPU of a process that loads a function, as multiples of one that loads the bare handler. */
export function measureColdStarts(
  bundles: Bundles,
  environment: NodeJS.ProcessEnv,
  rounds: number,
): string {
  const bare = bundles.peer('bare');
  const byHand = bundles.peer('create-post');
  const measured = [bare, byHand, ...bundles.functions];
  const milliseconds = new Map(measured.map((bundle) => [bundle, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    const own = bundles.functions.filter(
      ({ name }) => round % roundsForOne === 0 || named.includes(name),
    );
    for (const bundle of [bare, byHand, ...own]) {
      milliseconds.get(bundle)?.push(coldStart(bundle, environment));
    }
    console.error(`cold starts: round ${round + 1} of ${rounds}`);
  }
  const cpuOf = (bundle: Bundle) => median(milliseconds.get(bundle) ?? []);
  const bareCpu = cpuOf(bare);
  const ratioOf = (bundle: Bundle) => cpuOf(bundle) / bareCpu;
  const row = (label: string, bundle: Bundle) => [
    label,
    cpuOf(bundle).toFixed(0),
    ratioOf(bundle).toFixed(2),
  ];
  const namedRows = named.map((name) => {
    const bundle = bundles.functions.find((one) => one.name === name);
    if (!bundle) throw new Error(`There is no function ${name}`);
    return row(`\`${name}\``, bundle);
  });
  const ofClasses = classNames.flatMap((className) => {
    const own = bundles.functions.filter((bundle) => bundle.className === className);
    const slowest = own.toSorted((one, other) => cpuOf(other) - cpuOf(one))[0];
    if (!slowest) return [];
    const ratio = median(own.map(ratioOf));
    const middle = [`${className} (${own.length}): median`, (ratio * bareCpu).toFixed(0)];
    return [[...middle, ratio.toFixed(2)], row(`${className}: most, \`${slowest.name}\``, slowest)];
  });
  return markdownTable(
    ['Function', 'CPU ms', '÷ bare handler'],
    [row('bare handler', bare), row('createPost by hand', byHand), ...namedRows, ...ofClasses],
  );
}
