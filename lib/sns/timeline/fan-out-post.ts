import { fanOutRest, promoteAuthor as promoteAuthorCommand } from '../../../events/messages/sns.ts';
import {
  fanOutPost as fanOutQueue,
  promoteAuthor as promoteQueue,
} from '../../../events/queues/sns.ts';
import { callerId } from '../../caller.ts';
import { config } from '../../config.ts';
import type { Context } from '../../context.ts';
import { writeMany } from '../../model/write-many.ts';
import { continueLater } from '../../queue/continue-later.ts';
import { enqueue } from '../../queue/enqueue.ts';
import { draft } from '../../queue/message.ts';
import { Follows } from '../../relations/follows.entity.ts';
import { HomeEntries } from './home-entries.entity.ts';

const pageSize = 2000;

/** Pages of followers that one run tells; a command goes on with the rest. */
const pagesPerRun = 10;

export interface FanOut {
  postId: string;
  authorId: string;
  /** Where an earlier run stopped. */
  after?: string | undefined;
  /** Followers that earlier runs have gone through. */
  pushed?: number;
}

/**
 * Puts a post into the home partition of each follower who does not mute the author, 25 a request.
 * Doing it again puts the same entries. Who follows or unmutes while it runs gets the post from
 * `reconcileFollow`.
 */
export async function fanOutPost(ctx: Context, { postId, authorId, ...from }: FanOut) {
  let after = from.after ?? null;
  let told = 0;
  let pages = 0;
  do {
    const { data, cursor } = await Follows.query
      .followers({ followeeId: authorId })
      .go({ consistent: true, limit: pageSize, cursor: after });
    await writeMany(
      data
        .filter(({ isMuted }) => !isMuted)
        .map(({ followerId }) =>
          HomeEntries.put({ viewerId: followerId, entryId: postId, authorId }),
        ),
    );
    told += data.length;
    after = cursor;
    pages += 1;
  } while (after !== null && pages < pagesPerRun);

  const pushed = (from.pushed ?? 0) + told;
  if (after !== null) {
    const rest = draft(fanOutRest, postId, { postId, authorId, after, pushed });
    await continueLater(ctx, fanOutQueue, [rest], after);
  } else if (pushed > config.fanoutLimit) {
    const command = draft(promoteAuthorCommand, authorId, { authorId });
    await enqueue(promoteQueue, [{ ...command, id: `promote.${postId}` }], {
      actor: callerId(ctx.caller),
      now: ctx.now,
    });
  }
}
