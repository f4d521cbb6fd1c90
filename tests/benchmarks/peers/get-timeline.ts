import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { BatchGetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { byHand, parsed, readSecret, table, tableName } from './by-hand.ts';
import { barrierKey, followKey, homeKey, homePrefix, likeKey, postKey, userKey } from './keys.ts';

const query = z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(20) });

const day = 24 * 3_600_000;

let sealingKey: Promise<Buffer> | undefined;

async function readSealingKey(): Promise<Buffer> {
  const [key] = (await readSecret('sealing-key')).keys as string[];
  return Buffer.from(hkdfSync('sha256', Buffer.from(key ?? '', 'base64url'), '', 'moa/cursor', 32));
}

async function sealed(position: string, userId: string, now: Date): Promise<string> {
  sealingKey ??= readSealingKey();
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', await sealingKey, nonce);
  cipher.setAAD(Buffer.from(JSON.stringify(['sns.getTimeline', userId])));
  const text = JSON.stringify([now.getTime() + day, position]);
  const parts = [nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat(parts).toString('base64url');
}

type Item = Record<string, unknown>;

const nameOf = ({ pk, sk }: Item) => `${String(pk)} ${String(sk)}`;

/** The first page of somebody who follows nobody loud. */
export const handler = byHand('sns.getTimeline', 'posts:read', async ({ event, userId, now }) => {
  const search = Object.fromEntries(new URLSearchParams(event.rawQueryString));
  const { limit } = parsed(query, search, 'query');
  const { pk } = homeKey(userId, '');
  const { Items: entries = [] } = await table.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: { ':pk': pk, ':sk': homePrefix },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: limit + 2,
    }),
  );
  if (entries.some(({ loudAuthorIds }) => loudAuthorIds)) throw new Error('This takes more work');
  const shown = entries.slice(0, limit) as { entryId: string; authorId: string }[];
  const authorIds = [...new Set(shown.map(({ authorId }) => authorId))];
  const { Responses } = await table.send(
    new BatchGetCommand({
      RequestItems: {
        [tableName]: {
          Keys: [
            ...shown.map(({ entryId }) => postKey(entryId)),
            ...shown.map(({ entryId }) => likeKey(entryId, userId)),
            ...authorIds.map(userKey),
            ...authorIds.map((authorId) => followKey(userId, authorId)),
            ...authorIds.map((authorId) => barrierKey(userId, authorId)),
          ],
          ConsistentRead: true,
        },
      },
    }),
  );
  const found = new Map((Responses?.[tableName] ?? []).map((item) => [nameOf(item), item]));
  const items = shown.flatMap(({ entryId, authorId }) => {
    const post = found.get(nameOf(postKey(entryId)));
    const author = found.get(nameOf(userKey(authorId)));
    const barrier = found.get(nameOf(barrierKey(userId, authorId)));
    const isFollowed = authorId === userId || found.has(nameOf(followKey(userId, authorId)));
    if (!post || post.deletedAt !== undefined || author?.status === 'deleted') return [];
    if (!author || !isFollowed || barrier) return [];
    return {
      id: post.postId,
      author: { id: authorId, handle: author.handle, name: author.name },
      text: post.text,
      files: [],
      tags: post.tags ?? [],
      mentions: post.mentions ?? [],
      visibility: post.visibility,
      likeCount: post.likeCount,
      replyCount: post.replyCount,
      liked: found.has(nameOf(likeKey(entryId, userId))),
      createdAt: post.createdAt,
      version: post.version,
    };
  });
  const last = entries.length > limit ? shown.at(-1)?.entryId : undefined;
  if (last === undefined) return { status: 200, body: { items, nextCursor: null } };
  const nextCursor = await sealed(last, userId, now);
  const next = new URLSearchParams({ limit: String(limit), cursor: nextCursor });
  return {
    status: 200,
    headers: { link: `<${event.rawPath}?${next.toString()}>; rel="next"` },
    body: { items, nextCursor },
  };
});
