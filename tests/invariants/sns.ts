import type { Item } from '../../lib/model/write.ts';
import { shardCount } from '../../lib/sns/posts/post-shards.entity.ts';
import { chunkName, headChunk } from '../../lib/sns/timeline/author-logs.entity.ts';
import { loudAuthorsKey } from '../../lib/sns/timeline/home-entries.entity.ts';
import { chunkSize } from '../../lib/sns/timeline/log-chunks.ts';
import { countBy, type DomainInvariants, each, indexBy } from './invariant.ts';
import {
  add,
  bringsEntries,
  change,
  counted,
  holdsPost,
  idsOf,
  isBetweenFollowers,
  isEntry,
  isHead,
  isLoudList,
  isNeeded,
  isOfPost,
  isOfQuietAuthor,
  isOwn,
  isSealed,
  isThere,
  isToPost,
  latest,
  nobody,
  nothing,
  remove,
  set,
  without,
} from './plants.ts';
import { entityOf, type ItemOf, type Table } from './table.ts';

type Post = ItemOf<'post'>;

const isDeleted = ({ deletedAt }: Post) => deletedAt !== undefined;

const usersOf = (table: Table) => new Set(table.of('user').map(({ userId }) => userId));

const postsOf = (table: Table) => indexBy(table.of('post'), ({ postId }) => postId);

/** The posts that are there, with all that they count. */
function countedPostsOf(table: Table): Post[] {
  const shards = Map.groupBy(table.of('postShard'), ({ postId }) => postId);
  const there = table.of('post').filter((post) => !isDeleted(post));
  return there.map((post) => {
    const parts = [post, ...(shards.get(post.postId) ?? [])];
    return {
      ...post,
      likeCount: parts.reduce((sum, { likeCount }) => sum + likeCount, 0),
      replyCount: parts.reduce((sum, { replyCount }) => sum + replyCount, 0),
    };
  });
}

const countedOf = <Tie extends { isUncounted?: boolean | undefined }>(ties: readonly Tie[]) =>
  ties.filter(({ isUncounted }) => !isUncounted);

const headsOf = (table: Table) =>
  indexBy(
    table.of('authorLog').filter(({ chunk }) => chunk === headChunk),
    ({ authorId }) => authorId,
  );

const pair = (one: string, other: string) => `${one} ${other}`;

const followsOf = (table: Table) =>
  new Set(table.of('follow').map(({ followerId, followeeId }) => pair(followerId, followeeId)));

/** Who mutes whom. */
const mutesOf = (table: Table) =>
  new Set(
    table
      .of('barrier')
      .flatMap(({ lowerId, higherId, mutedBy }) => [
        ...(mutedBy === 'lower' || mutedBy === 'both' ? [pair(lowerId, higherId)] : []),
        ...(mutedBy === 'higher' || mutedBy === 'both' ? [pair(higherId, lowerId)] : []),
      ]),
  );

/** The follows whose followers do not mute the followee. */
function heardFollowsOf(table: Table) {
  const mutes = mutesOf(table);
  return table
    .of('follow')
    .filter(({ followerId, followeeId }) => !mutes.has(pair(followerId, followeeId)));
}

/** The entries of home timelines that name posts. */
const entriesOf = (table: Table) =>
  table.of('homeEntry').filter(({ entryId }) => entryId !== loudAuthorsKey);

/** Who reads the log of which author. */
const loudFollowsOf = (table: Table) =>
  new Set(
    table
      .of('homeEntry')
      .flatMap(({ viewerId, loudAuthorIds = [] }) => loudAuthorIds.map((id) => pair(viewerId, id))),
  );

/** The chunks of each log, the oldest first and the head last. */
const logsOf = (table: Table) =>
  Map.groupBy(
    table.of('authorLog').toSorted((one, other) => (one.chunk < other.chunk ? -1 : 1)),
    ({ authorId }) => authorId,
  );

export const sns: DomainInvariants = {
  invariants: [
    {
      name: 'a post counts its likes',
      about: ['post'],
      plants: [
        change('post', add('likeCount', 1), isThere),
        change('post', add('likeCount', -1), isThere),
        change('like', remove, counted(isOfPost)),
      ],
      violations(table) {
        const likes = countBy(countedOf(table.of('like')), ({ postId }) => postId);
        return each(countedPostsOf(table), ({ postId, likeCount }) => {
          const found = likes(postId);
          return found !== likeCount && `${postId} counts ${likeCount} likes and has ${found}`;
        });
      },
    },
    {
      name: 'a like is of a post and a user that exist',
      about: ['like'],
      plants: [change('like', set({ postId: nothing })), change('like', set({ userId: nobody }))],
      violations(table) {
        const [posts, users] = [postsOf(table), usersOf(table)];
        return each(table.of('like'), ({ postId, userId }) => {
          return !(posts.has(postId) && users.has(userId)) && `${userId} likes ${postId}`;
        });
      },
    },
    {
      name: 'a post keeps what it said in each version but the last',
      about: ['post', 'postEdit'],
      plants: [
        change('post', add('version', 1), isThere),
        change('postEdit', add('version', 1), isOfPost),
        change('postEdit', set({ replacedAt: '2026-11-21T09:00:00.000Z' }), isOfPost),
        change('postEdit', set({ postId: nothing })),
      ],
      violations(table) {
        const posts = postsOf(table);
        const edits = Map.groupBy(table.of('postEdit'), ({ postId }) => postId);
        const strays = each(edits.keys(), (postId) => !posts.has(postId) && `${postId} is gone`);
        const gaps = each(table.of('post'), (post) => {
          if (isDeleted(post)) return undefined;
          const { postId, version, editedAt, createdAt } = post;
          const kept = (edits.get(postId) ?? []).toSorted(
            (one, other) => one.version - other.version,
          );
          const times = kept.map((edit) => edit.replacedAt);
          const isRight =
            kept.length === version - 1 &&
            kept.every((edit, index) => edit.version === index + 1) &&
            kept.every((edit, index) => edit.createdAt === [createdAt, ...times][index]) &&
            editedAt === times.at(-1);
          return !isRight && `${postId} is at version ${version} and keeps ${kept.length}`;
        });
        return [...strays, ...gaps];
      },
    },
    {
      name: 'a post counts its replies',
      about: ['post'],
      plants: [
        change('post', add('replyCount', 1), isThere),
        change('reply', remove, counted(isToPost)),
      ],
      violations(table) {
        const replies = countBy(countedOf(table.of('reply')), ({ parentId }) => parentId);
        return each(countedPostsOf(table), ({ postId, replyCount }) => {
          const found = replies(postId);
          return found !== replyCount && `${postId} counts ${replyCount} replies and has ${found}`;
        });
      },
    },
    {
      name: 'a spread post has all its shards, and others have none',
      about: ['post', 'postShard', 'spreadPost'],
      plants: [
        change('post', set({ isSpread: true }), isThere),
        (items) => [...items, { __edb_e__: 'postShard', postId: nothing }],
        (items) => [...items, { __edb_e__: 'spreadPost', postId: nothing }],
      ],
      violations(table) {
        const posts = postsOf(table);
        const shards = countBy(table.of('postShard'), ({ postId }) => postId);
        const listed = new Set(table.of('spreadPost').map(({ postId }) => postId));
        const strays = each([...table.of('postShard'), ...table.of('spreadPost')], ({ postId }) => {
          return !posts.get(postId)?.isSpread && `${postId} is not spread`;
        });
        const torn = each(table.of('post'), (post) => {
          const { postId, isSpread } = post;
          if (!isSpread || isDeleted(post)) return undefined;
          const isWhole = shards(postId) === shardCount && listed.has(postId);
          return !isWhole && `${postId} is spread over ${shards(postId)} shards`;
        });
        return [...strays, ...torn];
      },
    },
    {
      name: 'a post that answers another is among its replies while both are there',
      about: ['post', 'reply'],
      plants: [change('reply', remove, isToPost)],
      violations(table) {
        const posts = postsOf(table);
        const listed = new Set(
          table.of('reply').map(({ parentId, replyId }) => pair(parentId, replyId)),
        );
        return each(table.of('post'), (post) => {
          const { postId, replyTo = '' } = post;
          const parent = posts.get(replyTo);
          if (!parent || isDeleted(parent)) return undefined;
          const isListed = listed.has(pair(replyTo, postId));
          return isListed === isDeleted(post) && `${postId} answers ${replyTo}`;
        });
      },
    },
    {
      name: 'a reply is of a post and to a post that exist, and names their authors',
      about: ['reply'],
      plants: [
        change('reply', set({ authorId: nobody })),
        change('reply', set({ parentAuthorId: nobody })),
        change('reply', set({ replyId: nothing })),
      ],
      violations(table) {
        const posts = postsOf(table);
        return each(table.of('reply'), ({ parentId, parentAuthorId, replyId, authorId }) => {
          const [parent, post] = [posts.get(parentId), posts.get(replyId)];
          const isSound =
            parent?.authorId === parentAuthorId &&
            post?.authorId === authorId &&
            post.replyTo === parentId;
          return !isSound && `${replyId} of ${authorId} to ${parentId} of ${parentAuthorId}`;
        });
      },
    },
    {
      name: 'a post is of a user that exists',
      about: ['post'],
      plants: [change('post', set({ authorId: nobody }))],
      violations(table) {
        const users = usersOf(table);
        return each(table.of('post'), ({ postId, authorId }) => {
          return !users.has(authorId) && `${postId} is of ${authorId}`;
        });
      },
    },
    {
      name: 'a post has its text, or waits for removal',
      about: ['post'],
      plants: [
        change('post', without('text'), isThere),
        change('post', set({ deletedAt: '2026-11-21T09:00:00.000Z' }), isThere),
        change('post', without('gsi1pk'), (item) => !isThere(item)),
      ],
      violations: (table) =>
        each(table.of('post'), ({ postId, text, deletedAt, removal, gsi1pk, gsi1sk }) => {
          const signs = [deletedAt, removal, gsi1pk, gsi1sk];
          const isWhole = text !== undefined && signs.every((sign) => sign === undefined);
          const isRemoved = text === undefined && signs.every((sign) => sign !== undefined);
          return !isWhole && !isRemoved && `${postId} is half deleted`;
        }),
    },
    {
      name: 'a user counts their posts',
      about: ['userCounters'],
      plants: [change('userCounters', add('postCount', 1))],
      violations(table) {
        const there = table.of('post').filter((post) => !isDeleted(post));
        const posts = countBy(there, ({ authorId }) => authorId);
        return each(table.of('userCounters'), ({ userId, postCount }) => {
          const found = posts(userId);
          return found !== postCount && `${userId} counts ${postCount} posts and has ${found}`;
        });
      },
    },
    {
      name: 'a user counts their followers',
      about: ['userCounters'],
      plants: [
        change('userCounters', add('followerCount', 1)),
        change('follow', remove, ({ isFollowerUncounted }) => !isFollowerUncounted),
      ],
      violations(table) {
        const counted = table.of('follow').filter((follow) => !follow.isFollowerUncounted);
        const followers = countBy(counted, ({ followeeId }) => followeeId);
        return each(table.of('userCounters'), ({ userId, followerCount }) => {
          const found = followers(userId);
          return (
            found !== followerCount && `${userId} counts ${followerCount} followers, not ${found}`
          );
        });
      },
    },
    {
      name: 'a user counts whom they follow',
      about: ['userCounters'],
      plants: [
        change('userCounters', add('followingCount', -1)),
        change('follow', remove, ({ isFolloweeUncounted }) => !isFolloweeUncounted),
      ],
      violations(table) {
        const counted = table.of('follow').filter((follow) => !follow.isFolloweeUncounted);
        const following = countBy(counted, ({ followerId }) => followerId);
        return each(table.of('userCounters'), ({ userId, followingCount }) => {
          const found = following(userId);
          return (
            found !== followingCount && `${userId} counts ${followingCount} followed, not ${found}`
          );
        });
      },
    },
    {
      name: 'what an absent user likes, answers and follows is not counted, and all else is',
      about: ['like', 'reply', 'follow'],
      plants: [
        change('like', set({ isUncounted: true }), counted(isOfPost)),
        change('reply', set({ isUncounted: true }), counted(isToPost)),
        change(
          'follow',
          set({ isFollowerUncounted: true }),
          ({ isFollowerUncounted }) => !isFollowerUncounted,
        ),
        change(
          'follow',
          set({ isFolloweeUncounted: true }),
          ({ isFolloweeUncounted }) => !isFolloweeUncounted,
        ),
        change(
          'follow',
          without('isFollowerUncounted'),
          (follow) => 'isFollowerUncounted' in follow,
        ),
        change(
          'follow',
          without('isFolloweeUncounted'),
          (follow) => 'isFolloweeUncounted' in follow,
        ),
      ],
      violations(table) {
        const posts = postsOf(table);
        const present = new Set(
          table.of('user').flatMap(({ userId, status }) => (status === 'active' ? [userId] : [])),
        );
        const isRight = (userId: string, isUncounted = false) =>
          present.has(userId) !== isUncounted;
        // What hangs on a deleted post goes with it.
        const isOpen = (postId: string) => {
          const post = posts.get(postId);
          return post !== undefined && !isDeleted(post);
        };
        return [
          ...each(table.of('like'), ({ postId, userId, isUncounted }) => {
            return isOpen(postId) && !isRight(userId, isUncounted) && `${userId} likes ${postId}`;
          }),
          ...each(table.of('reply'), ({ parentId, replyId, authorId, isUncounted }) => {
            const isWrong = isOpen(parentId) && !isRight(authorId, isUncounted);
            return isWrong && `${replyId} of ${authorId} answers ${parentId}`;
          }),
          ...each(table.of('follow'), (follow) => {
            const { followerId, followeeId, isFollowerUncounted, isFolloweeUncounted } = follow;
            const isWrong =
              !isRight(followerId, isFollowerUncounted) ||
              !isRight(followeeId, isFolloweeUncounted);
            return isWrong && `${followerId} follows ${followeeId}`;
          }),
        ];
      },
    },
    {
      name: 'a follow is between two users that exist',
      about: ['follow'],
      plants: [
        change('follow', set({ followerId: nobody })),
        change('follow', (item) => ({ ...item, followeeId: item.followerId })),
      ],
      violations(table) {
        const users = usersOf(table);
        return each(table.of('follow'), ({ followerId, followeeId }) => {
          const isSound =
            users.has(followerId) && users.has(followeeId) && followerId !== followeeId;
          return !isSound && `${followerId} follows ${followeeId}`;
        });
      },
    },
    {
      name: 'a follow notes whether its follower mutes the followee',
      about: ['follow'],
      plants: [
        change('follow', set({ isMuted: true }), ({ isMuted }) => isMuted !== true),
        change('follow', without('isMuted'), ({ isMuted }) => isMuted === true),
      ],
      violations(table) {
        const mutes = mutesOf(table);
        return each(table.of('follow'), ({ followerId, followeeId, isMuted = false }) => {
          const isRight = isMuted === mutes.has(pair(followerId, followeeId));
          return !isRight && `${followerId} follows ${followeeId}`;
        });
      },
    },
    {
      name: 'a follow is listed on both sides',
      about: ['follow'],
      plants: [
        change('follow', without('gsi1pk')),
        change('follow', (item) => ({ ...item, gsi2sk: item.gsi1sk })),
      ],
      violations: (table) =>
        each(table.of('follow'), ({ followerId, followeeId, followedAt, ...keys }) => {
          const isListed =
            String(keys.gsi1pk).includes(followerId) &&
            String(keys.gsi1sk).includes(followedAt) &&
            String(keys.gsi1sk).includes(followeeId) &&
            String(keys.gsi2pk).includes(followeeId) &&
            String(keys.gsi2sk).includes(followedAt) &&
            String(keys.gsi2sk).includes(followerId);
          return !isListed && `${followerId} follows ${followeeId}, and an index says otherwise`;
        }),
    },
    {
      name: 'a request to follow is between two users that exist, and listed on all sides',
      about: ['followRequest'],
      plants: [
        change('followRequest', set({ requesterId: nobody })),
        change('followRequest', set({ targetId: nobody })),
        change('followRequest', without('gsi1pk')),
        change('followRequest', without('gsi2sk')),
      ],
      violations(table) {
        const users = usersOf(table);
        return each(table.of('followRequest'), ({ targetId, requesterId, ...item }) => {
          const isSound =
            users.has(targetId) &&
            users.has(requesterId) &&
            targetId !== requesterId &&
            String(item.gsi1pk).includes(requesterId) &&
            String(item.gsi2pk).includes(targetId) &&
            String(item.gsi2sk).includes(item.requestedAt);
          return !isSound && `${requesterId} asks ${targetId}`;
        });
      },
    },
    {
      name: 'nobody asks to follow whom they follow, or who is on the other side of a block',
      about: ['followRequest'],
      plants: [
        (items) => {
          const { followerId, followeeId } =
            items.find((item) => entityOf(item) === 'follow') ?? {};
          const vain = set({ requesterId: followerId, targetId: followeeId });
          return change('followRequest', vain)(items);
        },
        (items) => {
          const barrier = items.find((item) => entityOf(item) === 'barrier' && item.blockedBy);
          const { lowerId, higherId } = barrier ?? {};
          const vain = set({ requesterId: higherId, targetId: lowerId });
          return change('followRequest', vain)(items);
        },
      ],
      violations(table) {
        const follows = followsOf(table);
        const blocks = new Set(
          table
            .of('barrier')
            .filter(({ blockedBy }) => blockedBy !== undefined)
            .map(({ lowerId, higherId }) => pair(lowerId, higherId)),
        );
        return each(table.of('followRequest'), ({ targetId, requesterId }) => {
          const isVain =
            follows.has(pair(requesterId, targetId)) ||
            blocks.has(pair(requesterId, targetId)) ||
            blocks.has(pair(targetId, requesterId));
          return isVain && `${requesterId} asks ${targetId}`;
        });
      },
    },
    {
      name: 'a barrier stands between two users that exist, once, and is one',
      about: ['barrier'],
      plants: [
        change('barrier', set({ higherId: nobody })),
        change('barrier', without('gsi1pk')),
        change('barrier', set({ blockedBy: undefined, mutedBy: undefined })),
      ],
      violations(table) {
        const users = usersOf(table);
        return each(table.of('barrier'), ({ lowerId, higherId, blockedBy, mutedBy, gsi1pk }) => {
          const isSound =
            users.has(lowerId) &&
            users.has(higherId) &&
            lowerId < higherId &&
            String(gsi1pk).includes(higherId) &&
            (blockedBy !== undefined || mutedBy !== undefined);
          return !isSound && `${lowerId} and ${higherId}`;
        });
      },
    },
    {
      name: 'nobody follows whom they block, nor who blocks them',
      about: ['barrier', 'follow'],
      plants: [change('barrier', set({ blockedBy: 'lower' }), isBetweenFollowers)],
      violations(table) {
        const follows = followsOf(table);
        return each(table.of('barrier'), ({ lowerId, higherId, blockedBy }) => {
          const isFollowed =
            follows.has(pair(lowerId, higherId)) || follows.has(pair(higherId, lowerId));
          return blockedBy && isFollowed && `${lowerId} and ${higherId}`;
        });
      },
    },
    {
      name: 'a post is in the log of its author once',
      about: ['post', 'authorLog'],
      plants: [
        change('authorLog', set({ postIds: new Set() }), holdsPost),
        change('authorLog', remove, isSealed),
        (items) => {
          const chunk = items.find((item) => entityOf(item) === 'authorLog' && isSealed(item));
          const isSameHead = (item: Item) => isHead(item) && item.authorId === chunk?.authorId;
          const both = (item: Item) => new Set([...idsOf(item), ...idsOf(chunk ?? {})]);
          return change(
            'authorLog',
            (item) => ({ ...item, postIds: both(item) }),
            isSameHead,
          )(items);
        },
      ],
      violations(table) {
        const logged = table
          .of('authorLog')
          .flatMap(({ authorId, postIds = [] }) => postIds.map((postId) => pair(authorId, postId)));
        const times = countBy(logged, (entry) => entry);
        return each(table.of('post'), (post) => {
          const { postId, authorId } = post;
          const found = times(pair(authorId, postId));
          // The last step but one of a removal takes it out.
          const isRight = found === 1 || (found === 0 && isDeleted(post));
          return !isRight && `${postId} is ${found} times in the log of ${authorId}`;
        });
      },
    },
    {
      name: 'a log names posts of its author',
      about: ['authorLog'],
      plants: [change('authorLog', set({ postIds: new Set([nothing]) }), isHead)],
      violations(table) {
        const posts = postsOf(table);
        return table.of('authorLog').flatMap(({ authorId, chunk, postIds = [] }) =>
          each(postIds, (postId) => {
            const isTheirs = posts.get(postId)?.authorId === authorId;
            return !isTheirs && `chunk ${chunk} of ${authorId} names ${postId}`;
          }),
        );
      },
    },
    {
      name: 'a log is of a user that exists',
      about: ['authorLog'],
      plants: [change('authorLog', set({ authorId: nobody }), isHead)],
      violations(table) {
        const users = usersOf(table);
        return each(logsOf(table).keys(), (authorId) => {
          return !users.has(authorId) && `${authorId} has a log`;
        });
      },
    },
    {
      name: 'a log has all the chunks that its head counts',
      about: ['authorLog'],
      plants: [
        change('authorLog', remove, isSealed),
        change('authorLog', set({ sealed: 7 }), isHead),
        change('authorLog', remove, ({ sealed }) => sealed !== undefined),
      ],
      violations: (table) =>
        each(logsOf(table), ([authorId, chunks]) => {
          const { sealed = 0 } = chunks.at(-1) ?? {};
          const wanted = [...Array.from({ length: sealed }, (_, at) => chunkName(at)), headChunk];
          const found = chunks.map(({ chunk }) => chunk);
          return wanted.join() !== found.join() && `${authorId} has the chunks ${found.join()}`;
        }),
    },
    {
      name: 'a log is in order, from chunk to chunk',
      about: ['authorLog'],
      plants: [
        change(
          'authorLog',
          (item) => ({ ...item, postIds: new Set([...idsOf(item).slice(1), latest]) }),
          isSealed,
        ),
      ],
      violations: (table) =>
        [...logsOf(table)].flatMap(([authorId, chunks]) => {
          let newest = '';
          return each(chunks, ({ chunk, postIds = [] }) => {
            const [first = newest] = postIds;
            const isInOrder = first >= newest;
            newest = postIds.at(-1) ?? newest;
            return !isInOrder && `chunk ${chunk} of ${authorId} begins before the one below ends`;
          });
        }),
    },
    {
      name: 'a sealed chunk is no larger than they are made',
      about: ['authorLog'],
      plants: [
        change(
          'authorLog',
          (item) => ({ ...item, postIds: new Set([...idsOf(item), nothing]) }),
          isSealed,
        ),
      ],
      violations: (table) =>
        each(table.of('authorLog'), ({ authorId, chunk, postIds = [] }) => {
          const isSealed = chunk !== headChunk;
          return isSealed && postIds.length > chunkSize && `chunk ${chunk} of ${authorId}`;
        }),
    },
    {
      name: 'an author is loud since a time, or not at all',
      about: ['authorLog'],
      plants: [
        change('authorLog', set({ mode: 'promoting' }), isHead),
        change('authorLog', without('loudAt'), ({ mode }) => mode === 'loud'),
      ],
      violations: (table) =>
        each(table.of('authorLog'), ({ authorId, chunk, mode, loudAt }) => {
          // A promotion under way is gone on with by a message.
          const isLoud = chunk === headChunk && mode === 'loud' && loudAt !== undefined;
          const isQuiet = mode === undefined && loudAt === undefined;
          return !isLoud && !isQuiet && `chunk ${chunk} of ${authorId} is ${mode} since ${loudAt}`;
        }),
    },
    {
      name: 'a post that is merged is of a loud author',
      about: ['post'],
      plants: [
        change('post', set({ delivery: 'merge' }), isOfQuietAuthor),
        change('authorLog', set({ mode: undefined }), ({ mode }) => mode === 'loud'),
      ],
      violations(table) {
        const heads = headsOf(table);
        return each(table.of('post'), ({ postId, authorId, delivery }) => {
          const isLoud = heads.get(authorId)?.mode === 'loud';
          return delivery === 'merge' && !isLoud && `${postId} of ${authorId}`;
        });
      },
    },
    {
      name: 'a post is in the home timeline of its author until it is deleted',
      about: ['post', 'homeEntry'],
      plants: [
        change('homeEntry', remove, isOwn),
        change('post', set({ deletedAt: '2026-11-21T09:00:00.000Z' }), isThere),
      ],
      violations(table) {
        const entries = new Set(
          entriesOf(table).map(({ viewerId, entryId }) => pair(viewerId, entryId)),
        );
        return each(table.of('post'), (post) => {
          const isListed = entries.has(pair(post.authorId, post.postId));
          return isListed === isDeleted(post) && `${post.postId} of ${post.authorId}`;
        });
      },
    },
    {
      name: 'every post reaches the home timelines of all followers who do not mute its author',
      about: ['post', 'follow', 'homeEntry'],
      plants: [change('homeEntry', remove, isNeeded), change('homeEntry', remove, isLoudList)],
      violations(table) {
        const entries = new Set(
          entriesOf(table).map(({ viewerId, entryId }) => pair(viewerId, entryId)),
        );
        const loud = loudFollowsOf(table);
        const posts = Map.groupBy(
          table.of('post').filter((post) => !isDeleted(post)),
          ({ authorId }) => authorId,
        );
        return heardFollowsOf(table).flatMap(({ followerId, followeeId }) => {
          if (loud.has(pair(followerId, followeeId))) return [];
          return each(posts.get(followeeId) ?? [], ({ postId }) => {
            return !entries.has(pair(followerId, postId)) && `${followerId} misses ${postId}`;
          });
        });
      },
    },
    {
      name: 'every follower of a loud author who does not mute them reads the log',
      about: ['follow', 'homeEntry'],
      plants: [change('homeEntry', remove, isLoudList)],
      violations(table) {
        const [heads, loud] = [headsOf(table), loudFollowsOf(table)];
        return each(heardFollowsOf(table), ({ followerId, followeeId }) => {
          if (!heads.get(followeeId)?.mode) return undefined;
          return (
            !loud.has(pair(followerId, followeeId)) && `${followerId} does not ${followeeId}'s`
          );
        });
      },
    },
    {
      name: 'a list of loud authors names such',
      about: ['homeEntry'],
      plants: [change('homeEntry', set({ loudAuthorIds: new Set([nobody]) }), isLoudList)],
      violations(table) {
        const heads = headsOf(table);
        return table.of('homeEntry').flatMap(({ viewerId, loudAuthorIds = [] }) =>
          each(loudAuthorIds, (authorId) => {
            return !heads.get(authorId)?.mode && `${viewerId} reads the log of ${authorId}`;
          }),
        );
      },
    },
    {
      name: 'a home timeline is of a user that exists',
      about: ['homeEntry'],
      plants: [change('homeEntry', set({ viewerId: nobody }))],
      violations(table) {
        const users = usersOf(table);
        return each(table.of('homeEntry'), ({ viewerId, entryId }) => {
          return !users.has(viewerId) && `${viewerId} has ${entryId}`;
        });
      },
    },
    {
      name: 'an entry of a home timeline names the author of its post',
      about: ['homeEntry'],
      plants: [change('homeEntry', set({ authorId: nobody }), isEntry)],
      violations(table) {
        const posts = postsOf(table);
        return each(entriesOf(table), ({ viewerId, entryId, authorId }) => {
          const post = posts.get(entryId);
          return post && post.authorId !== authorId && `${viewerId} has ${entryId} of ${authorId}`;
        });
      },
    },
    {
      name: 'an entry of a home timeline names a post',
      about: ['homeEntry'],
      // A fan-out that runs late can leave one too many, which no page shows.
      onlyInTurn: true,
      plants: [change('homeEntry', set({ entryId: nothing }), isEntry)],
      violations(table) {
        const posts = postsOf(table);
        return each(entriesOf(table), ({ viewerId, entryId }) => {
          return !posts.has(entryId) && `${viewerId} has ${entryId}`;
        });
      },
    },
    {
      name: 'a home timeline holds those who are followed and not muted alone',
      about: ['homeEntry'],
      // As above, and so can a promotion.
      onlyInTurn: true,
      plants: [
        change('follow', remove, bringsEntries),
        change('homeEntry', set({ loudAuthorIds: new Set([nobody]) }), isLoudList),
      ],
      violations(table) {
        const heard = new Set(
          heardFollowsOf(table).map(({ followerId, followeeId }) => pair(followerId, followeeId)),
        );
        return table.of('homeEntry').flatMap(({ viewerId, authorId, loudAuthorIds = [] }) =>
          each([...(authorId ? [authorId] : []), ...loudAuthorIds], (id) => {
            const belongs = id === viewerId || heard.has(pair(viewerId, id));
            return !belongs && `${viewerId} has ${id}`;
          }),
        );
      },
    },
  ],
  free: { timelineWalk: 'It is named by a cursor in the hands of a client alone.' },
};
