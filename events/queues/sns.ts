import { defineQueue } from '../../lib/queue/queue.ts';
import {
  invitationAccepted,
  invitationCreated,
  invitationResent,
  invitationRevoked,
} from '../messages/companies.ts';
import { fileTakenDown, imageRefused, imageRemoved, imageRendered } from '../messages/files.ts';
import { userDeleted, userRestored, userUpdated } from '../messages/identity.ts';
import { reviewInbox } from '../messages/inbox.ts';
import {
  acceptFollowRequests as acceptFollowRequestsCommand,
  authorLogFilled,
  fanOutRest,
  followRequestEnded,
  followRequested,
  listAsLoud,
  postCreated,
  postLiked,
  postReplied,
  postTakenDown,
  postUnliked,
  promoteAuthor as promoteAuthorCommand,
  purgePost as purgePostCommand,
  reconcileRest,
  reconcileTies,
  replyEnded,
  settleRest,
  userBlocked,
  userFollowed,
  userMentioned,
  userMuted,
  userUnfollowed,
  userUnmentioned,
  userUnmuted,
} from '../messages/sns.ts';

export const fanOutPost = defineQueue({
  id: 'sns.fanOutPost',
  summary: 'Put a new post into the home timelines of its author’s followers',
  subscribes: [postCreated],
  accepts: [fanOutRest],
  timeoutSeconds: 60,
  batchSize: 5,
  outsideEffect: 'none',
  needs: { dynamodb: ['Query', 'BatchWriteItem'], sqs: ['fan-out-post', 'promote-author'] },
});

export const promoteAuthor = defineQueue({
  id: 'sns.promoteAuthor',
  summary: 'Have the followers of an author with very many read the author’s log',
  subscribes: [],
  accepts: [promoteAuthorCommand, listAsLoud],
  timeoutSeconds: 60,
  batchSize: 1,
  outsideEffect: 'none',
  needs: {
    dynamodb: ['GetItem', 'PutItem', 'Query', 'UpdateItem'],
    sqs: ['promote-author'],
  },
});

export const reconcileFollow = defineQueue({
  id: 'sns.reconcileFollow',
  summary: 'Bring an author’s posts into a home timeline, or take them out, after a follow or mute',
  subscribes: [userFollowed, userUnfollowed, userMuted, userUnmuted],
  accepts: [reconcileRest],
  fifo: {
    groupBy: ({ data }) => {
      const follow = userFollowed.data.safeParse(data);
      if (follow.success) return `${follow.data.followerId}.${follow.data.followeeId}`;
      const { muterId, mutedId } = userMuted.data.parse(data);
      return `${muterId}.${mutedId}`;
    },
  },
  timeoutSeconds: 60,
  batchSize: 5,
  outsideEffect: 'none',
  needs: {
    dynamodb: ['BatchGetItem', 'Query', 'BatchWriteItem', 'UpdateItem'],
    sqs: ['reconcile-follow.fifo'],
  },
});

export const sealAuthorLog = defineQueue({
  id: 'sns.sealAuthorLog',
  summary: 'Move the older posts of a log’s head into numbered chunks',
  subscribes: [authorLogFilled],
  accepts: [],
  timeoutSeconds: 30,
  batchSize: 5,
  outsideEffect: 'none',
  needs: { dynamodb: ['GetItem', 'PutItem', 'UpdateItem'] },
});

export const purgePost = defineQueue({
  id: 'sns.purgePost',
  summary: 'Remove a deleted post with its likes and its entries in timelines',
  subscribes: [],
  accepts: [purgePostCommand],
  timeoutSeconds: 60,
  batchSize: 5,
  outsideEffect: 'none',
  needs: {
    dynamodb: ['GetItem', 'Query', 'BatchWriteItem', 'UpdateItem', 'DeleteItem'],
    sqs: ['purge-post'],
  },
});

export const acceptFollowRequests = defineQueue({
  id: 'sns.acceptFollowRequests',
  summary: 'Accept what was asked of an account that has become public',
  subscribes: [userUpdated, userRestored],
  accepts: [acceptFollowRequestsCommand],
  timeoutSeconds: 60,
  batchSize: 1,
  outsideEffect: 'none',
  needs: {
    dynamodb: [
      'BatchGetItem',
      'Query',
      'PutItem',
      'UpdateItem',
      'DeleteItem',
      'ConditionCheckItem',
    ],
    sqs: ['accept-follow-requests'],
  },
});

export const reconcilePresence = defineQueue({
  id: 'sns.reconcilePresence',
  summary: 'Take what an absent account likes, answers and follows out of counts, or bring it back',
  subscribes: [userDeleted, userRestored, userUpdated],
  accepts: [reconcileTies],
  timeoutSeconds: 60,
  batchSize: 1,
  outsideEffect: 'none',
  needs: {
    dynamodb: [
      ...(['GetItem', 'BatchGetItem', 'Query'] as const),
      ...(['PutItem', 'UpdateItem', 'ConditionCheckItem'] as const),
    ],
    indexes: ['gsi1'],
    sqs: ['reconcile-presence'],
  },
});

export const updateInbox = defineQueue({
  id: 'sns.updateInbox',
  summary: 'Tell users in their inboxes of what others have done, and no more of what is over',
  subscribes: [
    postLiked,
    postUnliked,
    postReplied,
    replyEnded,
    userMentioned,
    userUnmentioned,
    userFollowed,
    userUnfollowed,
    followRequested,
    followRequestEnded,
    userBlocked,
    postTakenDown,
    fileTakenDown,
    invitationCreated,
    invitationResent,
    invitationRevoked,
    invitationAccepted,
  ],
  accepts: [reviewInbox],
  timeoutSeconds: 30,
  batchSize: 10,
  maxConcurrency: 5,
  outsideEffect: 'none',
  needs: {
    dynamodb: ['BatchGetItem', 'Query', 'PutItem', 'DeleteItem', 'ConditionCheckItem'],
    indexes: ['gsi1'],
    sqs: ['update-inbox'],
  },
});

export const settlePostImages = defineQueue({
  id: 'sns.settlePostImages',
  summary: 'Tell posts what became of the pictures in them',
  subscribes: [imageRendered, imageRefused, imageRemoved],
  accepts: [settleRest],
  timeoutSeconds: 60,
  batchSize: 5,
  outsideEffect: 'none',
  needs: {
    dynamodb: ['GetItem', 'BatchGetItem', 'Query', 'UpdateItem', 'DeleteItem'],
    sqs: ['settle-post-images'],
  },
});

/** The queues of this domain's workers. */
export const snsQueues = [
  fanOutPost,
  promoteAuthor,
  reconcileFollow,
  sealAuthorLog,
  purgePost,
  acceptFollowRequests,
  reconcilePresence,
  updateInbox,
  settlePostImages,
] as const;
