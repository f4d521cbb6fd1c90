import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { fillPage } from '../../model/fill-page.ts';
import { getGroups, one } from '../../model/read.ts';
import { hasBlock } from '../../relations/barrier.ts';
import { barrierRead } from '../../relations/reads.ts';
import type { Page, PageRequest } from '../../schema/page.ts';
import { type SearchTerm, termOfQuery } from '../../search/terms.ts';
import { userRead } from '../accounts/authors.ts';
import type { UserView } from '../accounts/schema.ts';
import { UserCounters } from '../accounts/user-counters.entity.ts';
import { UserTerms } from '../accounts/user-terms.entity.ts';
import { entryOf, userTermsOf } from '../accounts/user-terms.ts';
import { toUserView, type User } from '../accounts/user-view.ts';
import type { SearchUsersQuery } from './schema.ts';

interface FoundTerm {
  term: string;
  userId: string;
}

/**
 * Users a word of whose name or handle begins as told, in the order of what begins so. Each comes
 * once, under the first of their terms that fits; who blocks the caller or is blocked by them is left
 * out.
 */
export async function searchUsers(
  ctx: Context<UserCaller>,
  { query }: SearchUsersQuery,
  page: PageRequest,
): Promise<Page<UserView>> {
  const wanted = termOfQuery(query);
  if (!wanted) return { items: [], nextCursor: null };
  return fillPage(
    {
      find: (count, after) =>
        termsAfter(
          wanted,
          after === undefined ? undefined : (JSON.parse(after) as FoundTerm),
          count,
        ),
      positionOf: ({ term, userId }: FoundTerm) => JSON.stringify({ term, userId }),
      present: (terms) => present(ctx.caller.userId, wanted, terms),
    },
    page,
  );
}

const behindAllLetters = '\u{10ffff}';

async function termsAfter(
  { shard, term }: SearchTerm,
  after: FoundTerm | undefined,
  limit: number,
): Promise<FoundTerm[]> {
  const terms = UserTerms.query.terms({ shard });
  const range =
    after === undefined
      ? terms.begins({ entry: term })
      : terms.between({ entry: `${entryOf(after)}!` }, { entry: `${term}${behindAllLetters}` });
  const { data } = await range.go({ limit, consistent: true });
  return data;
}

async function present(
  viewerId: string,
  wanted: SearchTerm,
  found: readonly FoundTerm[],
): Promise<(UserView | undefined)[]> {
  const { users, counters, barriers } = await getGroups(
    {
      barriers: found.map(({ userId }) => barrierRead(viewerId, userId)),
      users: found.map(({ userId }) => userRead(userId)),
      counters: found.map(({ userId }) => one(UserCounters, { userId })),
    },
    { consistent: true },
  );
  return found.map(({ term }, index) => {
    const user = users[index];
    if (!user || hasBlock(barriers[index]) || firstTermOf(user, wanted) !== term) return undefined;
    return toUserView(user, counters[index] ?? null);
  });
}

/** The first of a user's terms that begins as wanted, in the order in which they are read. */
function firstTermOf(user: User, wanted: SearchTerm): string | undefined {
  return userTermsOf(user)
    .filter(({ shard, term }) => shard === wanted.shard && term.startsWith(wanted.term))
    .map(({ term }) => term)
    .sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)))[0];
}
