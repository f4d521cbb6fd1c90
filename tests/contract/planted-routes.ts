import * as z from 'zod';
import { defineError } from '../../lib/errors/define-error.ts';
import { invalidCursor } from '../../lib/errors/request-errors.ts';
import { Reply } from '../../lib/http/reply.ts';
import { defineRoute, type RouteDefinition } from '../../lib/http/route.ts';
import { impossible, writeIf } from '../../lib/model/write.ts';
import { id } from '../../lib/schema/ids.ts';
import { postForbidden, postNotFound } from '../../lib/sns/errors.ts';
import { likedPost } from '../scenarios/arrange.ts';
import type { RouteScenario } from '../scenarios/scenario.ts';
import { plantedTenantRoutes } from './planted-tenant-routes.ts';

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

/** Refused to all but those who may see the post, and says by whom it is held. */
const heldPost = defineError('sns.post_held', {
  status: 403,
  title: 'The post is held',
  fix: 'Ask who holds it.',
  members: () => z.object({ heldBy: z.array(z.string()) }),
});

const acting = <Name extends string>(name: Name) =>
  defineRoute({
    ...readingSelf(name),
    method: 'POST',
    auth: { scopes: ['account'] },
  });

const bulk = z.object({
  items: z.array(z.object({ id: z.string(), ok: z.boolean() })),
  changed: z.int(),
  failed: z.int(),
});

/** Somebody's call of what acts on their own account. */
const own = (body?: object): RouteScenario => ({
  arrange: async (world) => ({ as: await world.user('kim'), ...(body && { body }) }) as never,
  others: 'own',
});

/** Routes with one hole each. Reads the configuration: to be called once a stack has set it. */
export async function plantedRoutes(): Promise<PlantedRoute[]> {
  const { handle } = await import('../../lib/http/handle.ts');
  const { AppError } = await import('../../lib/errors/app-error.ts');
  const { getPost } = await import('../../lib/sns/posts/get-post.ts');
  const { Posts } = await import('../../lib/sns/posts/posts.entity.ts');
  const { Likes } = await import('../../lib/sns/posts/likes.entity.ts');
  const { Users } = await import('../../lib/identity/accounts/users.entity.ts');
  const { changeEach } = await import('../../lib/http/change-each.ts');
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

  const eitherStatus = { 200: view, 201: view };
  const several = defineRoute({
    ...acting('succeedEitherWay'),
    idempotent: true,
    responses: eitherStatus,
  });
  const unrepeatable = defineRoute({
    ...several,
    id: 'planted.succeedOnce',
    path: '/v1/planted/succeedOnce',
  });
  const nowhere = defineRoute({
    ...readingSelf('leadNowhere'),
    responses: { 200: view, 308: { description: 'Merged into the post at `Location`' } },
  });
  const unasked = defineRoute({
    ...acting('readTheAbsentBody'),
    body: z.strictObject({ text }).optional(),
  });
  const lenient = defineRoute({
    ...acting('doWithoutABody'),
    body: z.strictObject({ text }).optional(),
  });
  const holding = defineRoute({ ...reading('sayWhoHolds'), errors: [postNotFound, heldPost] });
  const misheld = defineRoute({ ...reading('sayItWrongly'), errors: [postNotFound, heldPost] });
  const naming = defineRoute({ ...reading('sayWhoWroteIt'), errors: [postNotFound, heldPost] });
  const each = defineRoute({
    ...acting('changeEach'),
    idempotent: true,
    bulk: true,
    responses: { 200: bulk },
  });
  const hasty = defineRoute({
    ...each,
    id: 'planted.promiseFirst',
    path: '/v1/planted/promiseFirst',
  });

  const changeBio = (userId: string, bio: string) =>
    [writeIf(Users.patch({ userId }).set({ bio }), impossible)] as const;

  let rememberedEmail = '';
  const shared = sharedHidden();

  return [
    ...(await plantedTenantRoutes()),
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
    {
      route: several,
      scenario: own(),
      handler: handle(
        several,
        ({ ctx }) => {
          const done = { id: ctx.caller.userId, text: 'made' };
          return ctx.commit(changeBio(ctx.caller.userId, 'made'), done);
        },
        (made) => new Reply(201, made),
      ),
    },
    {
      route: unrepeatable,
      scenario: own(),
      handler: handle<RouteDefinition>(unrepeatable, async ({ ctx }) => {
        const [userId, done] = ['usr', { id: 'usr', text: 'made' }];
        return new Reply(201, await ctx.commit([], { ...done, id: userId }));
      }),
      hole: /: answers 500/,
    },
    {
      route: nowhere,
      scenario: own(),
      handler: handle(nowhere, () => new Reply(308, undefined)),
      hole: /: answers 500/,
    },
    {
      route: unasked,
      scenario: own({ text: 'Hello' }),
      handler: handle(unasked, ({ ctx, body }) => {
        const { text: said } = body as { text: string };
        return { id: ctx.caller.userId, text: said };
      }),
      hole: /without a body: answers 500/,
    },
    {
      route: lenient,
      scenario: own({ text: 'Hello' }),
      handler: handle(lenient, ({ ctx, body }) => ({
        id: ctx.caller.userId,
        text: body?.text ?? 'nothing',
      })),
    },
    {
      route: holding,
      scenario: {
        async arrange(world) {
          const { author, post } = await likedPost(world);
          return { as: author, params: { postId: post.id } };
        },
        others: heldPost.code as never,
      },
      handler: handle(holding, async ({ ctx, params: { postId } }) => {
        const post = await getPost(ctx, postId);
        if (post.author?.id === ctx.caller.userId) return post;
        throw new AppError(heldPost, { members: { heldBy: ['its author'] } });
      }),
    },
    {
      route: misheld,
      scenario: shared,
      handler: handle(misheld, async ({ ctx, params: { postId } }) =>
        getPost(ctx, postId).catch(() => {
          throw new AppError(heldPost, { members: { heldBy: postId } as never });
        }),
      ),
      hole: /: answers 500/,
    },
    {
      route: naming,
      scenario: { ...shared, others: heldPost.code as never },
      handler: handle(naming, async ({ ctx, params: { postId } }) => {
        const { authorId } = await anyPost(postId);
        return getPost(ctx, postId).catch(() => {
          throw new AppError(heldPost, { members: { heldBy: [authorId] } });
        });
      }),
      hole: /outsider: tells usr_/,
    },
    {
      route: each,
      scenario: own(),
      handler: handle(each, ({ ctx }) =>
        changeEach(ctx, [ctx.caller.userId], (userId) => ctx.apply(changeBio(userId, 'each'), 1)),
      ),
    },
    {
      route: hasty,
      scenario: own(),
      handler: handle(hasty, async ({ ctx }) => {
        const { userId } = ctx.caller;
        const items = [{ id: userId, ok: true }];
        const outcome = await ctx.commit([], { items, changed: 1, failed: 0 });
        await ctx.apply(changeBio(userId, 'late'), undefined);
        return outcome;
      }),
      hole: /: answers 500/,
    },
  ];
}
