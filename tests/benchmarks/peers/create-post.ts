import { randomUUID } from 'node:crypto';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { newId } from '../../../lib/ids.ts';
import { byHand, Problem, parsedBody, table, tableName } from './by-hand.ts';
import { countersKey, homeKey, logHeadKey, postKey, userKey } from './keys.ts';

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

const input = z.strictObject({
  text: z
    .string()
    .max(9600)
    .transform((text) => text.normalize('NFC').trim())
    .refine((text) => text.length > 0, 'must not be empty')
    .refine((text) => [...graphemes.segment(text)].length <= 300, 'is too long'),
  visibility: z.enum(['public', 'followers']).default('public'),
  replyTo: z
    .string()
    .regex(/^post_[0-7][0-9a-hjkmnp-tv-z]{25}$/)
    .optional(),
  fileIds: z
    .array(z.string().regex(/^file_[0-7][0-9a-hjkmnp-tv-z]{25}$/))
    .max(4)
    .optional(),
});

const tags = /(?<![\p{L}\p{N}_&/])#([\p{L}\p{N}_]+)/gu;
const handles = /(?<![\p{L}\p{N}_@.+/-])@([A-Za-z0-9_]{3,30})/gu;
const matches = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].flatMap(([, name]) => name ?? []);

/** A post without pictures, tags, mentions and parent: what those take is left out on this side. */
export const handler = byHand('sns.createPost', 'posts:write', async (work) => {
  const { event, userId, now, requestId } = work;
  const { text, visibility, replyTo, fileIds = [] } = parsedBody(input, event);
  const tagged = matches(text, tags);
  const extras = [...fileIds, ...tagged, ...matches(text, handles)];
  if (replyTo !== undefined || extras.length > 0) throw new Error('This post takes more work');
  const { Responses } = await table.send(
    new BatchGetCommand({
      RequestItems: {
        [tableName]: { Keys: [userKey(userId), logHeadKey(userId)], ConsistentRead: true },
      },
    }),
  );
  const found = Responses?.[tableName] ?? [];
  const author = found.find(({ __edb_e__: entity }) => entity === 'user');
  const head = found.find(({ __edb_e__: entity }) => entity === 'authorLog');
  if (author?.status !== 'active') {
    throw new Problem(401, 'auth.token_invalid', 'The access token is not valid');
  }
  const postId = newId('post', now);
  const stamp = { writtenBy: userId, correlationId: requestId };
  const post = {
    postId,
    authorId: userId,
    text,
    visibility,
    tags: tagged,
    mentions: [],
    delivery: head?.mode === 'loud' ? 'merge' : 'push',
    likeCount: 0,
    replyCount: 0,
    createdAt: now.toISOString(),
    version: 1,
  };
  const onFailure = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const };
  const stampSet = 'SET writtenBy = :by, correlationId = :for';
  const stampValues = { ':by': stamp.writtenBy, ':for': stamp.correlationId };
  try {
    await table.send(
      new TransactWriteCommand({
        TransactItems: [
          {
            Put: {
              TableName: tableName,
              Item: { ...postKey(postId), __edb_e__: 'post', __edb_v__: '1', ...post, ...stamp },
              ConditionExpression: 'attribute_not_exists(pk)',
              ...onFailure,
            },
          },
          {
            Put: {
              TableName: tableName,
              Item: {
                ...homeKey(userId, postId),
                __edb_e__: 'homeEntry',
                __edb_v__: '1',
                viewerId: userId,
                entryId: postId,
                authorId: userId,
                ...stamp,
              },
            },
          },
          {
            Update: {
              TableName: tableName,
              Key: countersKey(userId),
              UpdateExpression: `${stampSet} ADD postCount :one`,
              ConditionExpression: 'attribute_exists(pk)',
              ExpressionAttributeValues: { ...stampValues, ':one': 1 },
              ...onFailure,
            },
          },
          {
            Update: {
              TableName: tableName,
              Key: logHeadKey(userId),
              UpdateExpression: `${stampSet}, authorId = :author, #chunk = :chunk, #entity = :entity, #model = :model ADD postIds :ids`,
              ConditionExpression: 'attribute_not_exists(postIds) OR size(postIds) < :most',
              ExpressionAttributeNames: {
                '#chunk': 'chunk',
                '#entity': '__edb_e__',
                '#model': '__edb_v__',
              },
              ExpressionAttributeValues: {
                ...stampValues,
                ':author': userId,
                ':chunk': 'head',
                ':entity': 'authorLog',
                ':model': '1',
                ':ids': new Set([postId]),
                ':most': 8000,
              },
              ...onFailure,
            },
          },
        ],
        ClientRequestToken: randomUUID(),
      }),
    );
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    throw new Problem(503, 'request.dependency_unavailable', 'Something is down');
  }
  return {
    status: 201,
    headers: { etag: '"1"', location: `/v1/posts/${postId}` },
    body: {
      id: postId,
      author: { id: userId, handle: author.handle, name: author.name },
      text,
      files: [],
      tags: tagged,
      mentions: [],
      visibility,
      likeCount: 0,
      replyCount: 0,
      liked: false,
      createdAt: post.createdAt,
      version: 1,
    },
  };
});
