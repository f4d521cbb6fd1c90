/**
 * Counts the likes and replies of posts from their edges, and puts right what the posts say.
 *
 *   npm run recount-posts -- post_…                  in the local stack, beside `npm start`
 *   npm run recount-posts -- --all --stage prod      of every post, by a scan of the table
 *
 * Options: --stage · --region
 */
import { parseArgs } from 'node:util';
import { described, environmentOf } from './stage-environment.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    stage: { type: 'string' },
    region: { type: 'string' },
    all: { type: 'boolean', default: false },
  },
});

try {
  if (values.all === positionals.length > 0) throw new Error('name posts, or --all');
  Object.assign(process.env, await environmentOf(values));
  // Only now: they read their configuration when they are loaded.
  const { allPosts, recount } = await import('../sns/publishing/recount.ts');
  const { transactionsOf } = await import('../model/commit.ts');
  const { createLog } = await import('../log.ts');
  const now = new Date();
  const name = 'recount-posts';
  const caller = { kind: 'system', name } as const;
  const ctx = {
    caller,
    now,
    requestId: `${name}:${now.toISOString()}`,
    log: createLog({}),
    ...transactionsOf({ caller, now }),
  };
  const totals = { right: 0, corrected: 0, gone: 0, busy: 0 };
  for await (const postId of values.all ? allPosts() : positionals) {
    const result = await recount(ctx, postId);
    totals[result] += 1;
    if (result !== 'right' && !(values.all && result === 'gone'))
      console.log(`${postId}: ${result}`);
  }
  console.log(
    `${totals.right} were right, ${totals.corrected} are corrected, ${totals.gone} are gone, ${totals.busy} kept changing`,
  );
  if (totals.busy > 0) process.exitCode = 1;
} catch (error) {
  console.error(`recount-posts: ${described(error)}`);
  process.exitCode = 1;
}
