import { listInbox, markInboxRead } from '../../functions/sns/inbox/routes.ts';
import { likePost, unlikePost } from '../../functions/sns/likes/routes.ts';
import { createPost, takeDownPost } from '../../functions/sns/publishing/routes.ts';
import { blockUser } from '../../functions/sns/relations/routes.ts';
import type { World } from '../support/world.ts';
import { bodyOf, byModerator, likedPost, postOf } from './arrange.ts';
import type { BackgroundScenario } from './scenario.ts';

/** Somebody who is told of two who follow them, and of the likes of both. */
async function toldAuthor(world: World) {
  const told = await likedPost(world);
  await world.drain();
  return { ...told, as: told.author };
}

const firstPage = { limit: 1 };

export const inboxRoutes = {
  listInbox: {
    first: {
      arrange: async (world: World) => ({ as: (await toldAuthor(world)).as, query: firstPage }),
      others: 'own',
    },
    next: {
      async arrange(world: World) {
        const { as } = await toldAuthor(world);
        const { nextCursor } = await bodyOf(world.call(listInbox, { as, query: firstPage }));
        if (!nextCursor) throw new Error('The page was the last one');
        return { as, query: { ...firstPage, cursor: nextCursor } };
      },
      others: 'request.invalid_cursor',
    },
  },
  countUnread: {
    arrange: async (world: World) => ({ as: (await toldAuthor(world)).as }),
    others: 'own',
  },
  markInboxRead: {
    async arrange(world: World) {
      const { as } = await toldAuthor(world);
      const { items } = await bodyOf(world.call(listInbox, { as }));
      return { as, body: { upTo: String(items[0]?.id) } };
    },
    others: 'own',
    // A place in time, of whatever entry.
    unknownIds: { 'body.upTo': 'taken' },
  },
} as const;

export const inboxWorkers = {
  updateInbox: {
    like: {
      async arrange(world) {
        const { post, author } = await toldAuthor(world);
        const { items } = await bodyOf(world.call(listInbox, { as: author }));
        const body = { upTo: String(items[0]?.id) };
        await bodyOf(world.call(markInboxRead, { as: author, body }));
        const as = await world.user('late');
        return () => bodyOf(world.call(likePost, { as, params: { postId: post.id } }));
      },
    },
    reply: {
      async arrange(world) {
        const { post } = await toldAuthor(world);
        const as = await world.user('late');
        await world.drain();
        const body = { text: 'I agree', replyTo: post.id };
        const headers = { 'idempotency-key': `reply-${as.id}` };
        return () => bodyOf(world.call(createPost, { as, headers, body }));
      },
    },
    likeAgain: {
      async arrange(world) {
        const { post, followers } = await toldAuthor(world);
        const call = { as: followers[0], params: { postId: post.id } };
        await bodyOf(world.call(unlikePost, call));
        await world.drain();
        return () => bodyOf(world.call(likePost, call));
      },
    },
    unlike: {
      async arrange(world) {
        const { post, followers } = await toldAuthor(world);
        const call = { as: followers[0], params: { postId: post.id } };
        return () => bodyOf(world.call(unlikePost, call));
      },
    },
    takedown: {
      async arrange(world) {
        const { post } = await toldAuthor(world);
        const call = await byModerator(world, { postId: post.id });
        return async () => {
          const { status } = await world.call(takeDownPost, call);
          // It has been, where this is done again.
          if (status !== 204 && status !== 404) throw new Error(`It was answered ${status}`);
        };
      },
    },
    block: {
      async arrange(world) {
        // Neither follows the other: the end of a follow would be told by a message of its own.
        const [kim, lee] = [await world.user('kim'), await world.user('lee')];
        for (const [author, as] of [
          [kim, lee],
          [lee, kim],
        ] as const) {
          const { id: postId } = await postOf(world, author, 'public');
          await bodyOf(world.call(likePost, { as, params: { postId } }));
        }
        await world.drain();
        return () => bodyOf(world.call(blockUser, { as: kim, params: { userId: lee.id } }));
      },
    },
  },
} satisfies Record<string, Record<string, BackgroundScenario>>;
