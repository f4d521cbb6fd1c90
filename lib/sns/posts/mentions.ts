import { userRead } from '../../identity/accounts/authors.ts';
import { HandleClaims } from '../../identity/accounts/handle-claims.entity.ts';
import { handleKey } from '../../identity/accounts/keys.ts';
import { getGroups, getTogether, one } from '../../model/read.ts';
import type { Unconditional } from '../../model/write.ts';
import { hasBlock } from '../../relations/barrier.ts';
import { barrierRead } from '../../relations/reads.ts';
import { Mentions } from './mentions.entity.ts';
import type { Post } from './policy.ts';
import { handlesIn } from './text-parts.ts';

/** Somebody whom a post mentions, by the handle that they had then. */
export type Mention = NonNullable<Post['mentions']>[number];

/**
 * Whom a text mentions: users that are there and on neither side of a block with its author; any other
 * handle is text. Two requests, none for a text without new handles.
 *
 * @param former whom it mentioned before it was edited: that stays with the handle, whoever has it now
 */
export async function resolveMentions(
  authorId: string,
  text: string,
  former: readonly Mention[] = [],
): Promise<Mention[]> {
  const known = new Map(former.map((mention) => [handleKey(mention.handle), mention]));
  const handles = handlesIn(text);
  const found = await findMentioned(
    authorId,
    handles.filter((handle) => !known.has(handleKey(handle))),
  );
  for (const mention of found) known.set(handleKey(mention.handle), mention);
  const mentions = handles.flatMap((handle) => known.get(handleKey(handle)) ?? []);
  return mentions.filter(
    ({ userId }, index) => index === mentions.findIndex((other) => other.userId === userId),
  );
}

async function findMentioned(authorId: string, handles: readonly string[]): Promise<Mention[]> {
  if (handles.length === 0) return [];
  const claims = await getTogether(
    handles.map((handle) => one(HandleClaims, { handleKey: handleKey(handle) })),
    { consistent: true },
  );
  const claimed = handles.flatMap((handle, index) => {
    const userId = claims[index]?.userId;
    return userId === undefined ? [] : { handle, userId };
  });
  const { users, barriers } = await getGroups(
    {
      users: claimed.map(({ userId }) => userRead(userId)),
      barriers: claimed.map(({ userId }) => barrierRead(authorId, userId)),
    },
    { consistent: true },
  );
  return claimed.filter((_, index) => users[index] && !hasBlock(barriers[index]));
}

type MentioningPost = Pick<Post, 'postId' | 'authorId' | 'mentions'>;

/**
 * The operations by which a post mentions whom it mentions, and no more whom it did.
 *
 * @param answeredId who wrote what it answers
 */
export function mentionings(
  { postId, authorId, mentions = [] }: MentioningPost,
  {
    answeredId,
    before = [],
  }: { answeredId?: string | undefined; before?: readonly { userId: string }[] } = {},
): Unconditional[] {
  const names = (among: readonly { userId: string }[], userId: string) =>
    among.some((mention) => mention.userId === userId);
  return [
    ...mentions
      .filter(({ userId }) => !names(before, userId))
      .map(({ userId }) =>
        Mentions.put({ postId, userId, authorId, isAnswered: userId === answeredId }),
      ),
    ...before
      .filter(({ userId }) => !names(mentions, userId))
      .map(({ userId }) => Mentions.delete({ postId, userId })),
  ];
}
