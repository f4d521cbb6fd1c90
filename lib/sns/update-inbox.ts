import { reviewInbox } from '../../events/messages/inbox.ts';
import { updateInbox as queue } from '../../events/queues/sns.ts';
import type { Context } from '../context.ts';
import { InboxActors } from '../inbox/actors.entity.ts';
import type { InboxKinds, Notice } from '../inbox/kind.ts';
import { notify, review } from '../inbox/notify.ts';
import { getTogether } from '../model/read.ts';
import { moderator } from '../moderation/inbox.ts';
import type { AnyMessageOf } from '../queue/consume.ts';
import type { TimeLeft } from '../queue/consume-together.ts';
import { continueLater } from '../queue/continue-later.ts';
import { draft } from '../queue/message.ts';
import { isThere, type Post } from './posts/policy.ts';
import { postRead } from './posts/reads.ts';

type Message = AnyMessageOf<typeof queue>;

/** What messages ask of inboxes. */
interface Asked {
  /** What may be new. */
  told?: readonly Notice[];
  /** What may be over. */
  over?: readonly Notice[];
}

/** Brings into inboxes what these messages tell of, and takes out what they end. */
export async function updateInbox(
  ctx: Context,
  kinds: InboxKinds,
  messages: readonly Message[],
  timeLeft: TimeLeft,
): Promise<void> {
  const posts = await postsLiked(messages);
  const asked = await Promise.all(messages.map((message) => askedBy(ctx, message, posts)));
  await notify(
    ctx,
    kinds,
    asked.flatMap(({ told = [] }) => told),
    timeLeft,
  );
  await review(
    ctx,
    kinds,
    asked.flatMap(({ over = [] }) => over),
    timeLeft,
  );
}

/** By id, the posts which likes are told of; those that are deleted are not among them. */
async function postsLiked(messages: readonly Message[]): Promise<ReadonlyMap<string, Post>> {
  const postIds = messages.flatMap((message) =>
    message.type === 'post.liked' || message.type === 'post.unliked' ? [message.data.postId] : [],
  );
  const posts = await getTogether([...new Set(postIds)].map(postRead), { consistent: true });
  return new Map(posts.filter(isThere).map((post) => [post.postId, post]));
}

async function askedBy(
  ctx: Context,
  { id, type, data, actor }: Message,
  posts: ReadonlyMap<string, Post>,
): Promise<Asked> {
  switch (type) {
    case 'post.liked':
      return { told: likeOf(data, posts) };
    case 'post.unliked':
      return { over: likeOf(data, posts) };
    case 'post.replied':
      return { told: [replyOf(data)] };
    case 'post.reply_ended':
      return { over: [replyOf(data)] };
    case 'user.mentioned':
      return { told: [mentionOf(data)] };
    case 'user.unmentioned':
      return { over: [mentionOf(data)] };
    case 'user.followed':
      // Whose request is accepted does not follow by their own doing.
      return { told: [actor === data.followerId ? followOf(data) : acceptanceOf(data)] };
    case 'user.unfollowed':
      return { over: [followOf(data), acceptanceOf(data)] };
    case 'follow_request.created':
      return { told: [requestOf(data)] };
    case 'follow_request.ended':
      return { over: [requestOf(data)] };
    case 'post.taken_down':
      return { told: [takedownOf(data.userId, data.postId)] };
    case 'file.taken_down':
      return { told: [takedownOf(data.userId, data.fileId)] };
    case 'invitation.created':
    case 'invitation.resent':
      return { told: invitationOf(data) };
    case 'invitation.accepted':
    case 'invitation.revoked':
      return { over: invitationOf(data) };
    case 'user.blocked': {
      const [one, other] = [data.blockerId, data.blockedId];
      const pairs = [
        { recipientId: one, actorId: other },
        { recipientId: other, actorId: one },
      ];
      const parts = await Promise.all(pairs.map((pair) => noticesBetween(ctx, id, pair)));
      return { over: parts.flat() };
    }
    case 'sns.review_inbox':
      return { over: await noticesBetween(ctx, id, data) };
  }
}

function likeOf(
  { postId, userId }: { postId: string; userId: string },
  posts: ReadonlyMap<string, Post>,
): Notice[] {
  const post = posts.get(postId);
  // Of a deleted one nothing is shown, and with it goes what tells of it.
  if (!post) return [];
  return [{ recipientId: post.authorId, kind: 'like', targetId: postId, actorId: userId }];
}

interface Reply {
  postId: string;
  authorId: string;
  parentId: string;
  parentAuthorId: string;
}

const replyOf = ({ postId, authorId, parentId, parentAuthorId }: Reply): Notice => ({
  recipientId: parentAuthorId,
  kind: 'reply',
  targetId: parentId,
  actorId: authorId,
  sourceId: postId,
});

interface MentionOfUser {
  postId: string;
  authorId: string;
  userId: string;
}

const mentionOf = ({ postId, authorId, userId }: MentionOfUser): Notice => ({
  recipientId: userId,
  kind: 'mention',
  targetId: postId,
  actorId: authorId,
});

interface Follow {
  followerId: string;
  followeeId: string;
}

const followOf = ({ followerId, followeeId }: Follow): Notice => ({
  recipientId: followeeId,
  kind: 'follow',
  targetId: followeeId,
  actorId: followerId,
});

const acceptanceOf = ({ followerId, followeeId }: Follow): Notice => ({
  recipientId: followerId,
  kind: 'follow_accepted',
  targetId: followerId,
  actorId: followeeId,
});

const requestOf = ({
  requesterId,
  targetId,
}: {
  requesterId: string;
  targetId: string;
}): Notice => ({
  recipientId: targetId,
  kind: 'follow_request',
  targetId,
  actorId: requesterId,
});

const takedownOf = (recipientId: string, targetId: string): Notice => ({
  ...{ recipientId, kind: 'moderation', targetId },
  actorId: moderator,
});

interface OpenInvitation {
  companyId: string;
  invitationId: string;
  inviteeId?: string | undefined;
  invitedBy: string;
}

const invitationOf = ({
  companyId,
  invitationId,
  inviteeId,
  invitedBy,
}: OpenInvitation): Notice[] =>
  inviteeId === undefined
    ? []
    : [
        {
          recipientId: inviteeId,
          kind: 'invitation',
          targetId: companyId,
          actorId: invitedBy,
          sourceId: invitationId,
        },
      ];

const perRun = 50;

/** What an inbox tells of somebody; a command goes on with the rest. */
async function noticesBetween(
  ctx: Context,
  messageId: string,
  { recipientId, actorId, after }: { recipientId: string; actorId: string; after?: string },
): Promise<Notice[]> {
  const { data, cursor } = await InboxActors.query
    .traces({ actorId, recipientId })
    .go({ limit: perRun, cursor: after ?? null });
  if (cursor !== null) {
    const rest = draft(reviewInbox, recipientId, { recipientId, actorId, after: cursor });
    await continueLater({ ...ctx, requestId: messageId }, queue, [rest], cursor);
  }
  return data;
}
