/*
 * The proof that no day is another, as a program: `npm run dates-test [-- name…]`. Plays the scenarios,
 * or those whose names begin as told, on dates on which calendars and clocks turn, in several time
 * zones, by the clock of the handlers; says what fails, costs more or breaks an invariant.
 */
import { backgroundScenarios, oneOfEach, routeScenarios } from '../scenarios/scenarios.ts';
import { startStack } from '../support/stack.ts';
import { dates, problemsAt, zones } from './dates.ts';

const names = process.argv.slice(2);
const isChosen = ({ name }: { name: string }) =>
  names.length === 0 || names.some((beginning) => name.startsWith(beginning));

const scenarios = {
  background: backgroundScenarios.filter(({ scenario }) => !scenario.env).filter(isChosen),
  routes: oneOfEach(routeScenarios, ({ route }) => route.id).filter(isChosen),
};
const count = scenarios.background.length + scenarios.routes.length;
if (count === 0) throw new Error(`No scenario has a name that begins with ${names.join(' or ')}`);

let found = 0;
const stack = await startStack();
try {
  for (const [index, date] of dates.entries()) {
    // Node takes it over at once, and each date needs a zone, not each zone a date.
    const zone = zones[index % zones.length] as string;
    process.env.TZ = zone;
    const problems = await problemsAt(stack, date, scenarios);
    found += problems.length;
    console.log(`${problems.length === 0 ? '✓' : '✗'} ${date} in ${zone}`);
    for (const problem of problems) console.log(`    ${problem}`);
  }
} finally {
  await stack.close();
}
console.log(`\n${count} scenarios on ${dates.length} dates, ${found} problems`);
process.exitCode = found === 0 ? 0 : 1;
