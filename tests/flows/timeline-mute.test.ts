import { muteUser, unmuteUser } from '../../functions/sns/relations/routes.ts';
import { getTimeline } from '../../functions/sns/timeline/routes.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { testRun } from '../support/test-run.ts';
import type { User, World } from '../support/world.ts';
import { requestsOf } from './request-count.ts';
import { readTimeline } from './timeline-walk.ts';

const limit = 5;

/** What the first page of a timeline takes. */
async function costOf(world: World, as: User) {
  const calls = await requestsOf(world, () => world.call(getTimeline, { as, query: { limit } }));
  return {
    operations: calls.map(({ operation }) => operation),
    readUnits: calls.reduce((sum, { capacity }) => sum + capacity.read, 0),
  };
}

describeInProcess('a timeline of who mutes an author that posts much', () => {
  let stack: Stack;

  beforeAll(async () => {
    // Its workers run while it is drained, and not before.
    stack = await startStack({ on: testRun() });
  });
  afterAll(() => stack.close());

  it('costs what it costs without them once a worker was there, and has all again after', async () => {
    const world = stack.createWorld();
    const [kim, lee] = [await world.user('kim'), await world.user('lee')];
    const [loud, quiet] = [await world.user('loud'), await world.user('quiet')];
    for (const author of [loud, quiet]) await world.follow(kim, author);
    await world.follow(lee, quiet);
    const heard: string[] = [];
    const all: string[] = [];
    const postSome = async () => {
      for (let index = 0; index <= limit; index++) {
        for (const author of [quiet, loud, loud]) {
          const text = `${author.name} ${all.length}`;
          await world.post(author, text);
          all.unshift(text);
          if (author === quiet) heard.unshift(text);
        }
      }
      await world.drain();
    };
    await postSome();
    const muting = { as: kim, params: { userId: loud.id } };
    const usual = await costOf(world, lee);

    await world.call(muteUser, muting);
    expect(await readTimeline(world, kim, limit)).toEqual(heard);
    const filtered = await costOf(world, kim);
    expect(filtered.operations.length).toBeGreaterThan(usual.operations.length);
    expect(filtered.readUnits).toBeGreaterThan(usual.readUnits);
    await world.drain();
    expect(await costOf(world, kim)).toEqual(usual);
    await postSome();
    expect(await readTimeline(world, kim, limit)).toEqual(heard);
    expect(await costOf(world, kim)).toEqual(await costOf(world, lee));

    await world.call(unmuteUser, muting);
    await world.drain();
    expect(await readTimeline(world, kim, limit)).toEqual(all);
  }, 300_000);
});
