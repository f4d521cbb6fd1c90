import { mostShown } from '../../lib/inbox/group-changes.ts';
import type { Item } from '../../lib/model/write.ts';
import { moderator } from '../../lib/moderation/inbox.ts';
import type { KindName } from '../../lib/schema/inbox-kinds.ts';
import { type DomainInvariants, each } from './invariant.ts';
import { add, change, isCounted, isThere, nobody, one, remove, set, takenDown } from './plants.ts';
import { entityOf, type ItemOf, type Table } from './table.ts';

type Told = ItemOf<'inboxActor'>;

/** Who counts; others have taken back what they did, and may do it again. */
const countedOf = (table: Table) => table.of('inboxActor').filter(({ isOver }) => !isOver);

type InGroup = Pick<Told, 'recipientId' | 'kind' | 'targetId' | 'group'>;

const groupKey = ({ recipientId, kind, targetId, group }: InGroup) =>
  [recipientId, kind, targetId, group].join(' ');

const pair = (one: string, other: string) => `${one} ${other}`;

/** For each kind, what tells whether it is true what somebody is told. */
function truthsOf(table: Table): Record<KindName, (told: Told) => boolean> {
  const posts = new Map(table.of('post').map((post) => [post.postId, post.authorId]));
  const deleted = new Set(table.of('post').flatMap((post) => (post.deletedAt ? post.postId : [])));
  const likes = new Set(table.of('like').map(({ postId, userId }) => pair(postId, userId)));
  const follows = new Map(
    table
      .of('follow')
      .map(({ followerId, followeeId, isAccepted = false }) => [
        pair(followerId, followeeId),
        isAccepted ? 'accepted' : 'open',
      ]),
  );
  const requests = new Set(
    table.of('followRequest').map(({ requesterId, targetId }) => pair(requesterId, targetId)),
  );
  const replies = new Map(
    table.of('reply').map((reply) => [pair(reply.parentId, reply.replyId), reply.authorId]),
  );
  const takedowns = new Set(
    table.of('takedown').map(({ objectId, ownerId }) => pair(objectId, ownerId)),
  );
  const mentions = new Set(table.of('mention').map(({ postId, userId }) => pair(postId, userId)));
  const invitations = new Map(
    table
      .of('invitation')
      .filter(({ state }) => state === 'pending')
      .map(({ invitationId, inviteeId, invitedBy }) => [
        invitationId,
        pair(invitedBy, inviteeId ?? ''),
      ]),
  );
  return {
    like: ({ recipientId, targetId, actorId }) =>
      // Of a deleted post nothing is shown; what tells of it goes with it.
      posts.get(targetId) === recipientId &&
      (deleted.has(targetId) || likes.has(pair(targetId, actorId))),
    reply: ({ targetId, sourceId = '', actorId }) =>
      replies.get(pair(targetId, sourceId)) === actorId,
    mention: ({ recipientId, targetId }) => mentions.has(pair(targetId, recipientId)),
    moderation: ({ recipientId, targetId, actorId }) =>
      actorId === moderator && takedowns.has(pair(targetId, recipientId)),
    follow: ({ recipientId, actorId }) => follows.get(pair(actorId, recipientId)) === 'open',
    follow_request: ({ recipientId, actorId }) => requests.has(pair(actorId, recipientId)),
    invitation: ({ recipientId, sourceId = '', actorId }) =>
      invitations.get(sourceId) === pair(actorId, recipientId),
    follow_accepted: ({ recipientId, actorId }) =>
      follows.get(pair(recipientId, actorId)) === 'accepted',
  };
}

export const inbox: DomainInvariants = {
  invariants: [
    {
      name: 'an entry of an inbox counts who is told of in it, and names some of them',
      about: ['inboxGroup', 'inboxActor'],
      plants: [
        change('inboxGroup', add('actorCount', 1)),
        change('inboxGroup', set({ newest: [] })),
        change('inboxGroup', set({ newest: [{ actorId: nobody }] })),
        change('inboxGroup', remove),
        change('inboxActor', remove, isCounted),
      ],
      violations(table) {
        const told = Map.groupBy(countedOf(table), groupKey);
        const groups = new Set(table.of('inboxGroup').map(groupKey));
        return [
          ...each(table.of('inboxGroup'), (group) => {
            const { actorCount, newest } = group;
            const actors = new Set(told.get(groupKey(group))?.map(({ actorId }) => actorId));
            const named = new Set(newest.map(({ actorId }) => actorId));
            const isSound =
              actorCount === actors.size &&
              named.size === newest.length &&
              named.size >= Math.min(actorCount, mostShown) &&
              [...named].every((actorId) => actors.has(actorId));
            return !isSound && `${groupKey(group)} counts ${actorCount}, not ${actors.size}`;
          }),
          ...each(countedOf(table), (item) => {
            return !groups.has(groupKey(item)) && `${item.actorId} is in no ${groupKey(item)}`;
          }),
        ];
      },
    },
    {
      name: 'an inbox is of a user that exists, and tells of such',
      about: ['inboxActor', 'inboxPosition'],
      plants: [
        change('inboxActor', set({ recipientId: nobody })),
        change('inboxActor', set({ actorId: nobody })),
        change('inboxPosition', set({ userId: nobody })),
      ],
      violations(table) {
        const users = new Set(table.of('user').map(({ userId }) => userId));
        return [
          ...each(table.of('inboxActor'), ({ recipientId, actorId }) => {
            const isSomebody = users.has(actorId) || actorId === moderator;
            const isSound = users.has(recipientId) && isSomebody && recipientId !== actorId;
            return !isSound && `${recipientId} is told of ${actorId}`;
          }),
          ...each(table.of('inboxPosition'), ({ userId }) => {
            return !users.has(userId) && `${userId} has read`;
          }),
        ];
      },
    },
    {
      name: 'an inbox tells what is true',
      about: ['inboxActor'],
      plants: [
        (items) => {
          const isDeleted = (id: unknown) =>
            items.some(({ postId, deletedAt }) => postId === id && deletedAt !== undefined);
          const told = items.find(
            (item) =>
              entityOf(item) === 'inboxActor' &&
              isCounted(item) &&
              item.kind === 'like' &&
              !isDeleted(item.targetId),
          );
          const isTold = ({ postId }: Item) => postId === told?.targetId;
          return change('like', set({ userId: nobody }), isTold)(items);
        },
        change(
          'inboxActor',
          set({ kind: 'follow_request' }),
          (item) => isCounted(item) && item.kind === 'follow',
        ),
      ],
      violations(table) {
        const truths = truthsOf(table);
        return each(countedOf(table), (told) => {
          const { recipientId, kind, actorId } = told;
          return !truths[kind](told) && `${recipientId} is told of the ${kind} of ${actorId}`;
        });
      },
    },
    {
      name: 'what was taken down is gone, and its owner is told',
      about: ['takedown'],
      plants: [
        change('takedown', set({ ownerId: nobody })),
        change('inboxActor', remove, ({ kind }) => kind === 'moderation'),
        (items) => [...items, { ...one(items, 'file'), fileId: takenDown(items, 'file') }],
        (items) => [...items, { ...one(items, 'post', isThere), postId: takenDown(items, 'post') }],
      ],
      violations(table) {
        const users = new Set(table.of('user').map(({ userId }) => userId));
        const there = new Set([
          ...table.of('post').flatMap(({ postId, deletedAt }) => (deletedAt ? [] : postId)),
          ...table.of('file').map(({ fileId }) => fileId),
        ]);
        const told = new Set(
          countedOf(table)
            .filter(({ kind }) => kind === 'moderation')
            .map(({ targetId, recipientId }) => pair(targetId, recipientId)),
        );
        return each(table.of('takedown'), ({ objectId, ownerId }) => {
          const isSound =
            users.has(ownerId) && !there.has(objectId) && told.has(pair(objectId, ownerId));
          return !isSound && `${objectId} of ${ownerId} was taken down`;
        });
      },
    },
  ],
  free: {},
};
