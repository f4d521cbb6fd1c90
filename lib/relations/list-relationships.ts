import type { UserCaller } from '../caller.ts';
import type { Context } from '../context.ts';
import { userRead } from '../identity/accounts/authors.ts';
import type { RelationshipView } from '../identity/accounts/schema.ts';
import { getGroups } from '../model/read.ts';
import { relationshipOf, tieReads, tiesOf } from './relationship.ts';

/**
 * How the caller stands to others, in the order asked for and each once. Who is not there for the
 * caller is left out: unknown, deleted, or blocking them.
 */
export async function listRelationships(
  ctx: Context<UserCaller>,
  userIds: readonly string[],
): Promise<{ items: RelationshipView[] }> {
  const { userId } = ctx.caller;
  const others = [...new Set(userIds)];
  const ties = others.map((id) => tieReads(userId, id));
  const found = await getGroups(
    {
      users: others.map(userRead),
      follows: ties.map(([follow]) => follow),
      followsBack: ties.map(([, followBack]) => followBack),
      requests: ties.map(([, , request]) => request),
      barriers: ties.map(([, , , barrier]) => barrier),
    },
    { consistent: true },
  );
  const items = others.flatMap((id, index) => {
    const { follows, followsBack, requests, barriers } = found;
    const own = tiesOf(
      follows[index] ?? null,
      followsBack[index] ?? null,
      requests[index] ?? null,
      barriers[index] ?? null,
    );
    return (found.users[index] && relationshipOf(userId, id, own)) ?? [];
  });
  return { items };
}
