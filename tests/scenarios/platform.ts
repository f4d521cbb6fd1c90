import type { platformQueues } from '../../events/queues/platform.ts';
import type { platformTasks } from '../../events/schedules/platform.ts';
import type { dispatchEvents } from '../../events/streams.ts';
import { login } from '../../functions/identity/sign-in/routes.ts';
import type { RoutesByDomain } from '../../lib/registry/routes.ts';
import { authorWithFollowers, bodyOf, publishing } from './arrange.ts';
import type {
  BackgroundScenarios,
  DomainScenarios,
  RouteScenario,
  RouteScenarios,
} from './scenario.ts';

/** A call that takes nothing and tells everybody the same. */
const plain = { arrange: async () => ({}), others: 'same' } as const satisfies RouteScenario;

const routes: RouteScenarios<RoutesByDomain['platform']> = {
  ping: plain,
  getHealth: plain,
  getOpenapi: plain,
  getRoot: plain,
  getDocs: plain,
  getDocsAsset: { arrange: async () => ({ params: { file: 'moa.css' } }), others: 'same' },
  listErrors: plain,
  getError: { arrange: async () => ({ params: { code: 'request.invalid' } }), others: 'same' },
  getVerifyEmailPage: plain,
  getResetPasswordPage: plain,
  getUndoPasswordChangePage: plain,
  getAcceptInvitationPage: plain,
  getJwks: plain,
  getServerMetadata: plain,
  getOpenidConfiguration: plain,
  listQueues: {
    arrange: async (world) => ({ as: await world.callerWith(['admin']) }),
    others: 'same',
  },
  listAuditEntries: {
    // A page reads on in earlier months until it is full: this one is, by what happened just now.
    async arrange(world) {
      for (const name of ['kim', 'lee', 'choi']) await world.user(name);
      await world.drain();
      const as = await world.callerWith(['admin']);
      return { as, query: { action: 'user.created', limit: 1 } };
    },
    others: 'same',
  },
  redriveQueue: {
    arrange: async (world) => ({
      as: await world.callerWith(['admin']),
      params: { queue: 'fan-out-post' },
    }),
    others: 'same',
  },
};

const workers: BackgroundScenarios<(typeof platformQueues)[number]> = {
  recordAudit: {
    async arrange(world) {
      const { email, password } = await world.user('kim');
      await world.drain();
      const body = { email, password };
      const headers = { 'idempotency-key': `sign-in-${email}` };
      return () => bodyOf(world.call(login, { headers, body }));
    },
  },
};

const tasks: BackgroundScenarios<(typeof platformTasks)[number]> = {};

const streams: BackgroundScenarios<typeof dispatchEvents> = {
  dispatchEvents: {
    async arrange(world) {
      const { author } = await authorWithFollowers(world);
      await world.drain();
      return publishing(world, author);
    },
  },
};

export const platform: DomainScenarios<'platform'> = { routes, workers, tasks, streams };
