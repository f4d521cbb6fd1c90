import * as z from 'zod';
import { invalidCursor } from '../../lib/errors/request-errors.ts';
import { defineRoute, type RouteDefinition } from '../../lib/http/route.ts';
import { impossible, writeIf } from '../../lib/model/write.ts';
import { id } from '../../lib/schema/ids.ts';
import { postForbidden, postNotFound } from '../../lib/sns/errors.ts';
import { likedPost } from '../scenarios/arrange.ts';
import type { RouteScenario } from '../scenarios/scenario.ts';

/** A route with a hole that the matrix must find, or the sound one with none. */
export interface PlantedRoute {
  route: RouteDefinition;
  scenario: RouteScenario;
  /** Its function. */
  handler: unknown;
  /** What must be found; nothing at all when left out. */
  hole?: RegExp;
}

const params = z.strictObject({ postId: id('post') });
const view = z.object({ id: z.string(), text: z.string() });

const plain = {
  summary: 'Read a planted post',
  auth: { scopes: ['posts:read'] },
  params,
  responses: { 200: view },
  errors: [postNotFound, postForbidden],
  examples: {},
  needs: {},
} as const;

const reading = <Name extends string>(name: Name) =>
  defineRoute({
    id: `planted.${name}`,
    method: 'GET',
    path: `/v1/planted/${name}/{postId}`,
    ...plain,
  });

/** A post for followers, asked for by one of them. */
const hidden: RouteScenario = {
  async arrange(world) {
    const { post, followers } = await likedPost(world, 'followers');
    return { as: followers[0], params: { postId: post.id } };
  },
  others: 'hidden',
};

/** The same post for all routes that only read: they do not disturb each other. */
function sharedHidden(): RouteScenario {
  let arranged: ReturnType<RouteScenario['arrange']> | undefined;
  return {
    arrange(world) {
      arranged ??= hidden.arrange(world);
      return arranged;
    },
    others: 'hidden',
  };
}

const readingSelf = <Name extends string>(name: Name) =>
  defineRoute({ ...reading(name), path: `/v1/planted/${name}`, params: z.strictObject({}) });

const text = z.string().min(1).max(100);

/** Routes with one hole each. Reads the configuration: to be called once a stack has set it. */
export async function plantedRoutes(): Promise<PlantedRoute[]> {
  const { handle } = await import('../../lib/http/handle.ts');
  const { AppError } = await import('../../lib/errors/app-error.ts');
  const { getPost } = await import('../../lib/sns/posts/get-post.ts');
  const { Posts } = await import('../../lib/sns/posts/posts.entity.ts');
  const { Likes } = await import('../../lib/sns/posts/likes.entity.ts');
  const { Users } = await import('../../lib/identity/accounts/users.entity.ts');
  const { write } = await import('../../lib/model/write.ts');
  const { sendMail } = await import('../../lib/mail/send-mail.ts');

  const anyPost = async (postId: string) => {
    const { data } = await Posts.get({ postId }).go({ consistent: true });
    if (!data) throw new AppError(postNotFound);
    return data;
  };
  const toView = ({ postId, text: said = '' }: { postId: string; text?: string | undefined }) => ({
    id: postId,
    text: said,
  });

  const sound = reading('soundly');
  const forgetful = reading('forgetOwnership');
  const telling = reading('tellForeignFromRandom');
  const detailed = reading('nameTheOwner');
  const writing = reading('writeFirst');
  const mailing = reading('mailFirst');
  const unguarded = reading('forgetTheScope');
  const crashing = reading('crash');
  const undeclared = reading('answerMore');
  const leaking = defineRoute({
    ...readingSelf('answerTheSame'),
    responses: { 200: z.object({ email: z.string() }) },
  });
  const taking = defineRoute({
    ...readingSelf('takeAnything'),
    method: 'POST',
    body: z.object({ text }),
  });
  const spreading = defineRoute({
    ...readingSelf('writeAnything'),
    method: 'POST',
    auth: { scopes: ['account'] },
    body: z.looseObject({ bio: text }),
  });
  const walking = defineRoute({
    ...readingSelf('walkByPlainCursor'),
    query: z.strictObject({ cursor: z.string() }),
    errors: [invalidCursor],
  });

  let rememberedEmail = '';
  const shared = sharedHidden();

  return [
    {
      route: sound,
      scenario: hidden,
      handler: handle(sound, ({ ctx, params: { postId } }) => getPost(ctx, postId)),
    },
    {
      route: forgetful,
      scenario: shared,
      handler: handle(forgetful, async ({ params: { postId } }) => toView(await anyPost(postId))),
      hole: /outsider: is told from .*: 200 undefined and 404 sns\.post_not_found/,
    },
    {
      route: telling,
      scenario: shared,
      handler: handle(telling, async ({ ctx, params: { postId } }) => {
        await anyPost(postId);
        return getPost(ctx, postId).catch(() => {
          throw new AppError(postForbidden);
        });
      }),
      hole: /outsider: is told from .*: 403 sns\.post_forbidden and 404 sns\.post_not_found/,
    },
    {
      route: detailed,
      scenario: shared,
      handler: handle(detailed, async ({ ctx, params: { postId } }) => {
        const { authorId } = await anyPost(postId);
        return getPost(ctx, postId).catch(() => {
          throw new AppError(postNotFound, { detail: `Ask ${authorId}` });
        });
      }),
      hole: /outsider: tells usr_/,
    },
    {
      route: writing,
      scenario: shared,
      handler: handle(writing, async ({ ctx, params: { postId } }) => {
        const like = { postId, userId: ctx.caller.userId, createdAt: ctx.now.toISOString() };
        await ctx.commit([write(Likes.put(like))], undefined);
        return getPost(ctx, postId);
      }),
      hole: /: an item appeared/,
    },
    {
      route: mailing,
      scenario: shared,
      handler: handle(mailing, async ({ ctx, params: { postId } }) => {
        const mail = { subject: 'Read', text: 'Your post was read', html: '<p>Read</p>' };
        await sendMail('author@example.com', mail).catch(() => undefined);
        return getPost(ctx, postId);
      }),
      hole: /: calls ses SendEmail/,
    },
    {
      route: unguarded,
      scenario: shared,
      handler: handle({ ...unguarded, auth: 'user' }, ({ ctx, params: { postId } }) =>
        getPost(ctx, postId),
      ),
      hole: /without posts:read: answers 200 undefined, not auth\.scope_missing/,
    },
    {
      route: crashing,
      scenario: shared,
      handler: handle(crashing, async ({ ctx, params: { postId } }) =>
        getPost(ctx, postId).catch(() => {
          throw new Error('Not thought of');
        }),
      ),
      hole: /: answers 500/,
    },
    {
      route: undeclared,
      scenario: shared,
      handler: handle(
        { ...undeclared, responses: { 200: view.extend({ visibility: z.string() }) } },
        async ({ ctx, params: { postId } }) => getPost(ctx, postId),
      ),
      hole: /: answers fields that it does not declare/,
    },
    {
      route: leaking,
      scenario: {
        async arrange(world) {
          const as = await world.user('kim');
          rememberedEmail = as.email;
          return { as };
        },
        others: 'own',
      },
      handler: handle(leaking, () => ({ email: rememberedEmail })),
      hole: /outsider: tells .*@example\.com/,
    },
    {
      route: taking,
      scenario: {
        arrange: async (world) => ({ as: await world.user('kim'), body: { text: 'Hello' } }),
        others: 'same',
      },
      handler: handle(taking, ({ body }) => ({ id: 'post', text: body.text })),
      hole: /body\.ownerId: answers 200 undefined, not request\.invalid/,
    },
    {
      route: spreading,
      scenario: {
        arrange: async (world) => ({ as: await world.user('kim'), body: { bio: 'Hello' } }),
        others: 'own',
      },
      handler: handle(spreading, async ({ ctx, body }) => {
        const { userId } = ctx.caller;
        const { role = 'user' } = body as { role?: 'user' | 'admin' };
        await ctx.commit(
          [writeIf(Users.patch({ userId }).set({ bio: body.bio, role }), impossible)],
          undefined,
        );
        return { id: userId, text: body.bio };
      }),
      hole: /: an item changed/,
    },
    {
      route: walking,
      scenario: {
        async arrange(world) {
          const as = await world.user('kim');
          const cursor = Buffer.from(JSON.stringify(as.id)).toString('base64url');
          return { as, query: { cursor } };
        },
        others: 'request.invalid_cursor',
      },
      handler: handle(walking, ({ query }) => ({ id: 'post', text: query.cursor })),
      hole: /outsider: answers 200 undefined, not request\.invalid_cursor/,
    },
  ];
}
