import { declaredNeedsOf, needsOf } from '../../lib/grants.ts';
import { successStatuses } from '../../lib/http/route.ts';
import type { Item, Operation } from '../../lib/model/write.ts';
import type { DomainPurge } from '../../lib/purge/purge-step.ts';
import { entities } from '../../lib/registry/entities.ts';
import type * as SecretsModule from '../../lib/secrets.ts';
import { headChunk } from '../../lib/sns/timeline/author-logs.entity.ts';
import { loudAuthorsKey } from '../../lib/sns/timeline/home-entries.entity.ts';
import { invocables } from '../../lib/tools/invocables.ts';
import type * as TraceModule from '../../lib/trace.ts';
import { type Cost, costOf, growth, readCosts, writeCosts } from '../costs/costs.ts';
import { purgingAccounts } from '../scenarios/arrange.ts';
import { backgroundScenarios, oneOfEach, routeScenarios } from '../scenarios/scenarios.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import type { World } from '../support/world.ts';
import { type EntityName, entityOf, type ItemOf, tableOf } from './table.ts';
import { tracesOf, wordsOfUser } from './traces.ts';
import { invariants, knownEntities, violationsOf } from './violations.ts';
import { createWorldsWithTable } from './world-with-table.ts';

it('speak of every entity, or say why not', () => {
  expect(new Set(Object.keys(entities))).toEqual(knownEntities);
});

const secretsRead = new Map<string, Set<string>>();

jest.mock('../../lib/secrets.ts', () => {
  const secrets = jest.requireActual<typeof SecretsModule>('../../lib/secrets.ts');
  // Of the world that reads: each has modules of its own.
  const { currentTrace } = jest.requireActual<typeof TraceModule>('../../lib/trace.ts');
  return {
    readSecret(...asked: Parameters<typeof secrets.readSecret>) {
      const functionId = currentTrace()?.functionId ?? 'none';
      secretsRead.set(functionId, (secretsRead.get(functionId) ?? new Set()).add(asked[0]));
      return secrets.readSecret(...asked);
    },
  } satisfies Partial<typeof SecretsModule>;
});

/**
 * Most of what Moa can do, and an author with more followers than are pushed to; answers what a call of
 * each route has cost.
 */
async function live(newWorld: () => World): Promise<Cost[]> {
  const costs: Cost[] = [];
  for (const { scenario } of backgroundScenarios.filter((entry) => !entry.scenario.env)) {
    const world = newWorld();
    const act = await scenario.arrange(world);
    await act();
    await world.drain();
  }
  for (const { route, scenario } of oneOfEach(routeScenarios, ({ route: { id } }) => id)) {
    const world = newWorld();
    const call = await scenario.arrange(world);
    // What a container keeps is there from the second call on.
    if (route.method === 'GET') await world.call(route, call);
    const answer = await world.call(route, call);
    expect(successStatuses(route)).toContain(answer.status);
    costs.push(await costOf(world, route.id, answer));
  }
  const world = newWorld();
  const star = await world.user('star');
  for (const name of ['one', 'two', 'three']) await world.follow(await world.user(name), star);
  await world.post(star, 'pushed');
  await world.drain();
  await world.post(star, 'merged');
  await world.drain();
  return costs;
}

/** Items with one of an entity changed, or without it when nothing is put in its place. */
type Plant = (items: readonly Item[]) => Item[];

function change(
  entity: EntityName,
  toChanged: (item: Item) => Item | undefined,
  choose: (item: Item, items: readonly Item[]) => boolean = () => true,
): Plant {
  return (items) => {
    const index = items.findIndex((item) => entityOf(item) === entity && choose(item, items));
    const item = items[index];
    if (!item) throw new Error(`There is no such ${entity}`);
    const changed = toChanged(item);
    return items.toSpliced(index, 1, ...(changed ? [changed] : []));
  };
}

const set =
  (attributes: Item) =>
  (item: Item): Item => ({ ...item, ...attributes });

const add =
  (attribute: string, count: number) =>
  (item: Item): Item => ({ ...item, [attribute]: Number(item[attribute]) + count });

const without =
  (attribute: string) =>
  (item: Item): Item =>
    Object.fromEntries(Object.entries(item).filter(([name]) => name !== attribute));

const remove = () => undefined;

const isHead = ({ chunk, postIds }: Item) => chunk === headChunk && postIds !== undefined;
const isSealed = ({ chunk }: Item) => chunk !== headChunk;
const isDeletedUser = ({ status }: Item) => status === 'deleted';
const isEntry = ({ entryId }: Item) => entryId !== loudAuthorsKey;
const isLoudList = ({ entryId }: Item) => entryId === loudAuthorsKey;
const isOwn = ({ viewerId, authorId }: Item) => viewerId === authorId;
const isOfFollower = (item: Item) =>
  entityOf(item) === 'homeEntry' && isEntry(item) && !isOwn(item);
const isThere = ({ deletedAt }: Item) => deletedAt === undefined;

const isThePost = (id: unknown) => (item: Item) =>
  entityOf(item) === 'post' && item.postId === id && isThere(item);

const isOfPost = ({ postId }: Item, items: readonly Item[]) => items.some(isThePost(postId));

const isToPost = ({ parentId }: Item, items: readonly Item[]) => items.some(isThePost(parentId));

/** The first that is found can be one that is not counted, as somebody is absent. */
const counted =
  (choose: (item: Item, items: readonly Item[]) => boolean) =>
  (item: Item, items: readonly Item[]): boolean =>
    !item.isUncounted && choose(item, items);

const holdsPost = (item: Item, items: readonly Item[]) =>
  isHead(item) && idsOf(item).some((id) => items.some(isThePost(id)));

const isOfQuietAuthor = ({ authorId }: Item, items: readonly Item[]) =>
  !items.some((item) => item.authorId === authorId && item.mode === 'loud');

/** An entry without which its viewer misses a post. */
const isNeeded = (entry: Item, items: readonly Item[]) =>
  isOfFollower(entry) &&
  items.some(isThePost(entry.entryId)) &&
  !items.some((item) => isLoudList(item) && item.viewerId === entry.viewerId);

const bringsEntries = ({ followerId, followeeId }: Item, items: readonly Item[]) =>
  items.some(({ viewerId, authorId }) => viewerId === followerId && authorId === followeeId);

const isCounted = ({ isOver }: Item) => isOver === undefined;

const isBetweenFollowers = ({ lowerId, higherId }: Item, items: readonly Item[]) =>
  items.some(
    ({ followerId, followeeId }) =>
      (followerId === lowerId && followeeId === higherId) ||
      (followerId === higherId && followeeId === lowerId),
  );

function one(
  items: readonly Item[],
  entity: EntityName,
  choose: (item: Item) => boolean = () => true,
): Item {
  const found = items.find((item) => entityOf(item) === entity && choose(item));
  if (!found) throw new Error(`There is no such ${entity}`);
  return found;
}

const takenDown = (items: readonly Item[], type: 'post' | 'file') =>
  one(items, 'takedown', ({ objectType }) => objectType === type).objectId;

const nobody = 'usr_01jd3v9k2m4n5p6q7r8s9t0v1w';
const nothing = 'post_01jd3v9k2m4n5p6q7r8s9t0v1w';
const noKey = 'key_01jd3v9k2m4n5p6q7r8s9t0v1w';
const manyKeys = Array.from({ length: 51 }, (_, index) => `${noKey.slice(0, -2)}${10 + index}`);

/** The last key of a list takes the list's set with it. */
const namesKeys = ({ keyIds }: Item) => keyIds !== undefined;

/** What was unlinked or removed last leaves an item that says nothing. */
const linksSome = ({ google, firebase }: Item) => (google ?? firebase) !== undefined;
const holdsPasskeys = ({ passkeys }: Item) => (passkeys as unknown[]).length > 0;

const latest = 'post_7zzzzzzzzzzzzzzzzzzzzzzzzz';

const idsOf = ({ postIds }: Item) => [...(postIds as Set<string>)];

/** For each invariant ways to break it, each by one item. */
const plants: Readonly<Record<string, readonly Plant[]>> = {
  'what ends by itself is of a user that exists, or was purged': [
    change('emailVerification', set({ userId: nobody })),
    change('passwordReset', set({ userId: nobody })),
    change('mailRequest', set({ userId: nobody })),
  ],
  'what is of a user is of one that exists': [
    change('session', set({ userId: nobody })),
    change('notificationPreferences', set({ userId: nobody })),
    change('userCounters', set({ userId: nobody })),
    change('user', remove),
  ],
  'a user has the claim of their address': [
    change('addressClaim', remove),
    change('addressClaim', set({ userId: nobody })),
  ],
  'an address is claimed for a user who has it': [change('user', set({ addressKey: 'other' }))],
  'the key of an address is made of the address': [
    change('user', set({ email: 'somebody.else@example.com' })),
  ],
  'only an address can be verified': [
    (items) =>
      change('user', (user) => ({ ...without('email')(user), emailVerified: true }))(items),
  ],
  'a passkey is claimed for its user, and nothing else is': [
    change('passkeys', remove, holdsPasskeys),
    change('passkeyClaim', remove),
    change('passkeyClaim', set({ userId: nobody })),
  ],
  'an identity is claimed for a user who is signed in to by it': [
    change('linkedIdentities', remove, linksSome),
    change('identityClaim', set({ identityKey: 'other' })),
  ],
  'a user has the claims of the identities that sign in to them': [
    change('identityClaim', remove),
    change('identityClaim', set({ userId: nobody })),
  ],
  'a user has the claim of their handle': [
    change('handleClaim', remove),
    change('handleClaim', set({ userId: nobody })),
  ],
  'a handle is claimed for a user who has it': [change('user', set({ handle: 'other' }))],
  'a user is found by their name and handle, and by nothing else': [
    change('userTerm', remove),
    change('userTerm', set({ term: 'other' })),
    change('user', set({ name: 'Other' })),
  ],
  'a user has counters': [change('userCounters', remove)],
  'an audit entry stands among all and among those of its action': [
    change('auditEntry', remove),
    change('auditEntry', set({ list: 'user.forged/2026-11' })),
  ],
  'where there are users, one is the first': [change('firstAccount', remove)],
  'the active administrators are known, and there is one': [
    change('user', set({ role: 'user' }), ({ role }) => role === 'admin'),
    change('administrators', remove),
    change('administrators', set({ activeIds: new Set([nobody]) })),
  ],
  'a revoked session is gone': [
    (items) => {
      const session = items.find((item) => entityOf(item) === 'session');
      const sessionIds = new Set([session?.sessionId]);
      return change('revocation', set({ sessionIds }))(items);
    },
  ],
  'a session is on the roster of its user': [
    change('sessionRoster', without('sessionIds'), ({ sessionIds }) => sessionIds !== undefined),
    change('session', set({ sessionId: 'ses_01jd3v9k2m4n5p6q7r8s9t0v1w' })),
  ],
  'an API key is in the list of its owner': [
    change('apiKeyList', remove, namesKeys),
    change('apiKeyList', set({ keyIds: new Set([noKey]) }), namesKeys),
  ],
  'a list of API keys names keys of its owner, as many as one may have': [
    change('apiKey', remove),
    change('apiKey', set({ userId: nobody })),
    change('apiKeyList', set({ keyIds: new Set([noKey]) })),
    change('apiKeyList', set({ keyIds: new Set(manyKeys) })),
  ],
  'a purged account is gone, and nothing else is being purged': [
    change('purgeReceipt', without('purgedAt')),
    (items) => {
      const user = items.find((item) => entityOf(item) === 'user');
      return change('purgeReceipt', set({ userId: user?.userId }))(items);
    },
    change('user', set({ purgingSince: '2026-11-21T09:00:00.000Z' })),
  ],
  'a deleted account waits for its purge': [
    change('user', set({ status: 'deleted' }), (item) => !isDeletedUser(item)),
    change('user', without('gsi1pk'), isDeletedUser),
    change('user', set({ status: 'active' }), isDeletedUser),
  ],
  'the counters of an account know whether it is absent': [
    change('userCounters', without('isAbsent'), ({ isAbsent }) => isAbsent !== undefined),
    change('userCounters', set({ isAbsent: true }), ({ isAbsent }) => isAbsent === undefined),
  ],
  'a device has the claim of its push token, and a claim its device': [
    change('device', set({ pushToken: 'other' })),
    change('device', remove),
    change('pushTokenClaim', set({ deviceId: 'other' })),
    change('pushTokenClaim', remove),
  ],
  'an expiry is told in seconds': [change('rateBucket', set({ expiresAt: Date.now() }))],
  'a run of a task has an end when it is over': [change('taskRun', without('finishedAt'))],
  'an effect outside is settled': [
    change('outsideEffect', set({ state: 'started' })),
    change('outsideEffect', set({ state: 'failed' })),
  ],
  'a backlog and a redrive are those of a queue': [
    (items) => [...items, { __edb_e__: 'queueBacklog', queue: 'no-such-queue' }],
    (items) => [...items, { __edb_e__: 'queueRedrive', queue: 'no-such-queue' }],
  ],
  'a file is of a user that exists': [change('file', set({ ownerId: nobody }))],
  'a file waits for its content, or does not': [
    change('file', set({ status: 'ready' }), ({ status }) => status === 'pending'),
    change('upload', remove),
  ],
  'a file is listed with its owner and in its folder': [
    change('file', without('gsi1pk')),
    change('file', set({ folderKey: 'elsewhere' })),
  ],
  'the files of a user take the room that they count': [
    change('fileUsage', add('bytes', 1)),
    change('fileUsage', add('files', -1)),
    change('fileUsage', remove, ({ files }) => files !== 0),
  ],
  'a post counts its likes': [
    change('post', add('likeCount', 1), isThere),
    change('post', add('likeCount', -1), isThere),
    change('like', remove, counted(isOfPost)),
  ],
  'what an absent user likes, answers and follows is not counted, and all else is': [
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
    change('follow', without('isFollowerUncounted'), (follow) => 'isFollowerUncounted' in follow),
    change('follow', without('isFolloweeUncounted'), (follow) => 'isFolloweeUncounted' in follow),
  ],
  'a like is of a post and a user that exist': [
    change('like', set({ postId: nothing })),
    change('like', set({ userId: nobody })),
  ],
  'a post keeps what it said in each version but the last': [
    change('post', add('version', 1), isThere),
    change('postEdit', add('version', 1), isOfPost),
    change('postEdit', set({ replacedAt: '2026-11-21T09:00:00.000Z' }), isOfPost),
    change('postEdit', set({ postId: nothing })),
  ],
  'a post counts its replies': [
    change('post', add('replyCount', 1), isThere),
    change('reply', remove, counted(isToPost)),
  ],
  'a profile image is a rendered picture of its owner, one awaited is not rendered yet': [
    change('user', set({ profileImageId: nothing })),
    change('user', set({ awaitedImageId: nothing })),
  ],
  'a picture in a post is a file of its author, which is found by it': [
    change('post', set({ images: [{ fileId: nothing }] }), isThere),
    change('postImage', remove),
    (items) => [...items, { __edb_e__: 'postImage', fileId: nothing, postId: nothing }],
  ],
  'a spread post has all its shards, and others have none': [
    change('post', set({ isSpread: true }), isThere),
    (items) => [...items, { __edb_e__: 'postShard', postId: nothing }],
    (items) => [...items, { __edb_e__: 'spreadPost', postId: nothing }],
  ],
  'a post that answers another is among its replies while both are there': [
    change('reply', remove, isToPost),
  ],
  'a reply is of a post and to a post that exist, and names their authors': [
    change('reply', set({ authorId: nobody })),
    change('reply', set({ parentAuthorId: nobody })),
    change('reply', set({ replyId: nothing })),
  ],
  'a post is of a user that exists': [change('post', set({ authorId: nobody }))],
  'a post has its text, or waits for removal': [
    change('post', without('text'), isThere),
    change('post', set({ deletedAt: '2026-11-21T09:00:00.000Z' }), isThere),
    change('post', without('gsi1pk'), (item) => !isThere(item)),
  ],
  'a user counts their posts': [change('userCounters', add('postCount', 1))],
  'a user counts their followers': [
    change('userCounters', add('followerCount', 1)),
    change('follow', remove),
  ],
  'a user counts whom they follow': [
    change('userCounters', add('followingCount', -1)),
    change('follow', remove),
  ],
  'a follow is between two users that exist': [
    change('follow', set({ followerId: nobody })),
    change('follow', (item) => ({ ...item, followeeId: item.followerId })),
  ],
  'a follow notes whether its follower mutes the followee': [
    change('follow', set({ isMuted: true }), ({ isMuted }) => isMuted !== true),
    change('follow', without('isMuted'), ({ isMuted }) => isMuted === true),
  ],
  'a follow is listed on both sides': [
    change('follow', without('gsi1pk')),
    change('follow', (item) => ({ ...item, gsi2sk: item.gsi1sk })),
  ],
  'a request to follow is between two users that exist, and listed on all sides': [
    change('followRequest', set({ requesterId: nobody })),
    change('followRequest', set({ targetId: nobody })),
    change('followRequest', without('gsi1pk')),
    change('followRequest', without('gsi2sk')),
  ],
  'nobody asks to follow whom they follow, or who is on the other side of a block': [
    (items) => {
      const { followerId, followeeId } = items.find((item) => entityOf(item) === 'follow') ?? {};
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
  'a barrier stands between two users that exist, once, and is one': [
    change('barrier', set({ higherId: nobody })),
    change('barrier', without('gsi1pk')),
    change('barrier', set({ blockedBy: undefined, mutedBy: undefined })),
  ],
  'nobody follows whom they block, nor who blocks them': [
    change('barrier', set({ blockedBy: 'lower' }), isBetweenFollowers),
  ],
  'a post is in the log of its author once': [
    change('authorLog', set({ postIds: new Set() }), holdsPost),
    change('authorLog', remove, isSealed),
    (items) => {
      const chunk = items.find((item) => entityOf(item) === 'authorLog' && isSealed(item));
      const isSameHead = (item: Item) => isHead(item) && item.authorId === chunk?.authorId;
      const both = (item: Item) => new Set([...idsOf(item), ...idsOf(chunk ?? {})]);
      return change('authorLog', (item) => ({ ...item, postIds: both(item) }), isSameHead)(items);
    },
  ],
  'a log names posts of its author': [
    change('authorLog', set({ postIds: new Set([nothing]) }), isHead),
  ],
  'a log is of a user that exists': [change('authorLog', set({ authorId: nobody }), isHead)],
  'a log has all the chunks that its head counts': [
    change('authorLog', remove, isSealed),
    change('authorLog', set({ sealed: 7 }), isHead),
    change('authorLog', remove, ({ sealed }) => sealed !== undefined),
  ],
  'a log is in order, from chunk to chunk': [
    change(
      'authorLog',
      (item) => ({ ...item, postIds: new Set([...idsOf(item).slice(1), latest]) }),
      isSealed,
    ),
  ],
  'a sealed chunk is no larger than they are made': [
    change(
      'authorLog',
      (item) => ({ ...item, postIds: new Set([...idsOf(item), nothing]) }),
      isSealed,
    ),
  ],
  'an author is loud since a time, or not at all': [
    change('authorLog', set({ mode: 'promoting' }), isHead),
    change('authorLog', without('loudAt'), ({ mode }) => mode === 'loud'),
  ],
  'a post that is merged is of a loud author': [
    change('post', set({ delivery: 'merge' }), isOfQuietAuthor),
    change('authorLog', set({ mode: undefined }), ({ mode }) => mode === 'loud'),
  ],
  'a post is in the home timeline of its author until it is deleted': [
    change('homeEntry', remove, isOwn),
    change('post', set({ deletedAt: '2026-11-21T09:00:00.000Z' }), isThere),
  ],
  'every post reaches the home timelines of all followers who do not mute its author': [
    change('homeEntry', remove, isNeeded),
    change('homeEntry', remove, isLoudList),
  ],
  'every follower of a loud author who does not mute them reads the log': [
    change('homeEntry', remove, isLoudList),
  ],
  'a list of loud authors names such': [
    change('homeEntry', set({ loudAuthorIds: new Set([nobody]) }), isLoudList),
  ],
  'a home timeline is of a user that exists': [change('homeEntry', set({ viewerId: nobody }))],
  'an entry of a home timeline names the author of its post': [
    change('homeEntry', set({ authorId: nobody }), isEntry),
  ],
  'an entry of a home timeline names a post': [
    change('homeEntry', set({ entryId: nothing }), isEntry),
  ],
  'a public post is found by its tags, and nothing else is': [
    change('postTag', remove, isOfPost),
    change('postTag', set({ tagKey: 'elsewhere' }), isOfPost),
    change('post', set({ tags: ['elsewhere'] }), isThere),
  ],
  'whom a post mentions is known by the post and by them': [
    change('mention', remove, isOfPost),
    change('mention', set({ userId: nobody }), isOfPost),
    change('post', set({ mentions: [{ userId: nobody, handle: 'nobody' }] }), isThere),
  ],
  'an entry of an inbox counts who is told of in it, and names some of them': [
    change('inboxGroup', add('actorCount', 1)),
    change('inboxGroup', set({ newest: [] })),
    change('inboxGroup', set({ newest: [{ actorId: nobody }] })),
    change('inboxGroup', remove),
    change('inboxActor', remove, isCounted),
  ],
  'an inbox is of a user that exists, and tells of such': [
    change('inboxActor', set({ recipientId: nobody })),
    change('inboxActor', set({ actorId: nobody })),
    change('inboxPosition', set({ userId: nobody })),
  ],
  'what was taken down is gone, and its owner is told': [
    change('takedown', set({ ownerId: nobody })),
    change('inboxActor', remove, ({ kind }) => kind === 'moderation'),
    (items) => [...items, { ...one(items, 'file'), fileId: takenDown(items, 'file') }],
    (items) => [...items, { ...one(items, 'post', isThere), postId: takenDown(items, 'post') }],
  ],
  'an inbox tells what is true': [
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
  'a home timeline holds those who are followed and not muted alone': [
    change('follow', remove, bringsEntries),
    change('homeEntry', set({ loudAuthorIds: new Set([nobody]) }), isLoudList),
  ],
};

/**
 * Deletes all accounts but one, whose owner becomes the administrator: past the API, since some cannot
 * sign in. Answers them as they were.
 */
async function deleteAccounts(
  items: readonly Item[],
  update: (operation: Operation) => Promise<unknown>,
): Promise<ItemOf<'user'>[]> {
  // Imported late, as all that reads secrets.
  const { Administrators } = await import('../../lib/identity/accounts/administrators.entity.ts');
  const { UserCounters } = await import('../../lib/identity/accounts/user-counters.entity.ts');
  const { Users } = await import('../../lib/identity/accounts/users.entity.ts');
  const table = tableOf(items);
  const isMember = ({ role, status }: ItemOf<'user'>) => role === 'user' && status === 'active';
  const stays = String(table.of('user').find(isMember)?.userId);
  await update(Users.patch({ userId: stays }).set({ role: 'admin' }));
  await update(Administrators.patch({}).add({ activeIds: [stays] }));
  const gone = table.of('user').filter(({ userId }) => userId !== stays);
  const deletedAt = new Date().toISOString();
  for (const { userId, status } of gone) {
    if (status === 'deleted') continue;
    await update(Users.patch({ userId }).set({ status: 'deleted', deletedAt, purge: 'due' }));
    await update(UserCounters.patch({ userId }).set({ isAbsent: true }));
  }
  const activeIds = table.of('administrators').flatMap((item) => item.activeIds);
  await update(Administrators.patch({}).delete({ activeIds }));
  return gone;
}

describeInProcess('after everything that the scenarios do, invariants', () => {
  let items: Item[] = [];
  let costs: Cost[] = [];
  let newWorld: () => World;
  let scan: () => Promise<Item[]>;
  let update: (operation: Operation) => Promise<unknown>;

  beforeAll(async () => {
    ({ newWorld, scan, update } = await createWorldsWithTable({ FANOUT_LIMIT: '2' }));
    costs = await live(newWorld);
    items = await scan();
  }, 600_000);

  it.each(invocables.map((invocable) => [invocable.definition.id, invocable] as const))(
    'allow %s the secrets that it reads, and no other',
    (id, invocable) => {
      const seen = [...(secretsRead.get(id) ?? [])];
      expect(needsOf(invocable).secrets).toEqual(expect.arrayContaining(seen));
      expect(seen).toEqual(expect.arrayContaining(declaredNeedsOf(invocable).secrets));
    },
  );

  it('cost no more than docs/costs.md says', () => {
    if (process.env.WRITE_COSTS) writeCosts(costs);
    expect(growth(costs, readCosts())).toEqual([]);
  });

  it('hold', () => {
    expect(violationsOf(items)).toEqual([]);
  });

  it('find an item of no known entity', () => {
    const stranger = { pk: 'a', sk: 'b', __edb_e__: 'stranger' };
    expect(violationsOf([...items, stranger])).toEqual([expect.stringContaining('stranger')]);
    expect(violationsOf([...items, { pk: 'a', sk: 'b' }])).toHaveLength(1);
  });

  it('have each a plant', () => {
    const names = invariants.map(({ name }) => name);
    expect(new Set(Object.keys(plants))).toEqual(new Set(names));
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(
    Object.entries(plants).flatMap(([name, ways]) =>
      ways.map((plant, index) => [name, index + 1, plant] as const),
    ),
  )('%s: plant %i is found', (name, _, plant) => {
    const found = violationsOf(plant(items)).filter((line) => line.startsWith(`${name}: `));
    expect(found).not.toEqual([]);
  });

  it('hold when all accounts but one are purged, and nothing tells of those', async () => {
    const { purges } = await import('../../lib/registry/purges.ts');
    const gone = await deleteAccounts(items, update);
    expect(gone.length).toBeGreaterThan(50);
    await purgingAccounts(newWorld())();
    await newWorld().drain();
    const left = await scan();
    expect(violationsOf(left)).toEqual([]);
    const excepted = Object.values(purges).flatMap(({ kept, expiring }: DomainPurge) => [
      ...Object.keys(kept),
      ...Object.keys(expiring),
    ]);
    const looked = left.filter((item) => !excepted.includes(entityOf(item)));
    expect(tracesOf(looked, gone.flatMap(wordsOfUser))).toEqual([]);
    const receipts = left.filter((item) => entityOf(item) === 'purgeReceipt');
    const purged = new Set(receipts.map(({ userId }) => userId));
    expect(gone.filter(({ userId }) => !purged.has(userId))).toEqual([]);
    const withoutUsers = Object.values(purges).flatMap(
      (purge): readonly string[] => purge.withoutUsers,
    );
    const foreign = items.filter((item) => withoutUsers.includes(entityOf(item)));
    expect(tracesOf(foreign, gone.flatMap(wordsOfUser))).toEqual([]);
  }, 900_000);

  it('leave out what may be left behind where things ran beside each other', () => {
    const stray = { ...items.find(isOfFollower), entryId: nothing };
    expect(violationsOf([...items, stray], { inTurn: true })).toHaveLength(1);
    expect(violationsOf([...items, stray], { inTurn: false })).toEqual([]);
  });
});
