import { randomUUID } from 'node:crypto';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { byHand, Problem, parsed, table, tableName } from './by-hand.ts';
import { barrierKey, followKey, likeKey, postKey, userKey } from './keys.ts';

const params = z.strictObject({ postId: z.string().regex(/^post_[0-7][0-9a-hjkmnp-tv-z]{25}$/) });

const notFound = () => new Problem(404, 'sns.post_not_found', 'There is no such post');

/** A like of a public post by somebody else than its author. */
export const handler = byHand('sns.likePost', 'posts:write', async (work) => {
  const { event, userId, now, requestId } = work;
  const { postId } = parsed(params, event.pathParameters, 'path');
  const { Item: post } = await table.send(
    new GetCommand({ TableName: tableName, Key: postKey(postId), ConsistentRead: true }),
  );
  if (!post || post.deletedAt !== undefined) throw notFound();
  const authorId = post.authorId as string;
  const barrier = barrierKey(userId, authorId);
  const { Responses } = await table.send(
    new BatchGetCommand({
      RequestItems: {
        [tableName]: {
          Keys: [userKey(authorId), followKey(userId, authorId), barrier],
          ConsistentRead: true,
        },
      },
    }),
  );
  const found = Responses?.[tableName] ?? [];
  const author = found.find(({ __edb_e__: entity }) => entity === 'user');
  if (author?.status !== 'active' || found.some((item) => item.blockedBy)) throw notFound();
  if (post.visibility !== 'public' || author.isPrivate) throw new Error('This takes more work');
  const createdAt = now.toISOString();
  try {
    await table.send(
      new TransactWriteCommand({
        TransactItems: [
          {
            Put: {
              TableName: tableName,
              Item: {
                ...likeKey(postId, userId),
                gsi1pk: `$moa#userId_${userId}`,
                gsi1sk: `$like_1#postId_${postId}`,
                gsi2pk: `$moa#postId_${postId}`,
                gsi2sk: `$like_1#createdAt_${createdAt}#userId_${userId}`,
                __edb_e__: 'like',
                __edb_v__: '1',
                postId,
                userId,
                createdAt,
                writtenBy: userId,
                correlationId: requestId,
              },
              ConditionExpression: 'attribute_not_exists(pk)',
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            },
          },
          {
            ConditionCheck: {
              TableName: tableName,
              Key: barrier,
              ConditionExpression: 'attribute_not_exists(blockedBy)',
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            },
          },
          {
            Update: {
              TableName: tableName,
              Key: postKey(postId),
              UpdateExpression:
                'SET writtenBy = :by, correlationId = :for ADD likeCount :one, countChanges :one',
              ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(deletedAt)',
              ExpressionAttributeValues: { ':by': userId, ':for': requestId, ':one': 1 },
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            },
          },
        ],
        ClientRequestToken: randomUUID(),
      }),
    );
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    throw notFound();
  }
  return { status: 200, body: { liked: true, likeCount: (post.likeCount as number) + 1 } };
});
