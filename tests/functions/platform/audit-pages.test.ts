import { listAuditEntries } from '../../../functions/platform/audit/routes.ts';
import { requestsOf } from '../../flows/request-count.ts';
import { bodyOf } from '../../scenarios/arrange.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { randomLetters } from '../../support/random-letters.ts';
import { createWorld, type SignedIn, type World } from '../../support/world.ts';

/** Eight shards of a month. */
const ofOneMonth = 8;

/** What a page costs at most. */
const mostRequests = 24;

/** Days and moments on which a calendar turns, in UTC or in a time zone. */
const dates = [
  '2027-01-31T23:40:00.000Z',
  '2027-03-14T07:00:00.000Z',
  '2027-12-31T15:00:00.000Z',
  '2027-12-31T23:40:00.000Z',
  '2028-02-29T23:40:00.000Z',
  '2028-03-31T12:00:00.000Z',
  '2038-01-19T03:14:07.000Z',
];

const millisecondsAgo = (date: string, milliseconds: number) =>
  new Date(Date.parse(date) - milliseconds).toISOString();

describeInProcess('a page of the audit', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld({ live: false });
  });

  /** Keeps entries of an action that no other test has, and answers the action. */
  async function entriesAt(times: readonly string[], actor = 'anonymous'): Promise<string> {
    const { recordAudit } = await import('../../../lib/platform/audit/record-audit.ts');
    const { toEnvelope } = await import('../../../lib/queue/message.ts');
    const { newId } = await import('../../../lib/ids.ts');
    const { signInFailed } = await import('../../../events/messages/identity.ts');
    const action = `planted.${randomLetters()}`;
    const audit = { objectType: 'user' } as const;
    for (const [index, at] of times.entries()) {
      const event = toEnvelope(
        {
          definition: signInFailed,
          subject: action,
          data: { userId: newId('user', new Date(at)) },
        },
        { id: `${action}-${index}`, actor, time: new Date(at) },
      );
      await recordAudit({ ...event, type: action }, audit);
    }
    return action;
  }

  /** Sets the clock, for callers who begin then. */
  async function auditorAt(now: string): Promise<SignedIn> {
    await bodyOf(world.request('POST', '/_local/clock', { body: { now } }));
    await world.advance(0);
    return world.callerWith(['admin']);
  }

  type Query = NonNullable<Parameters<typeof pageOf>[1]>;

  async function pageOf(
    as: SignedIn,
    query: {
      action?: string;
      actorId?: string;
      objectId?: string;
      from?: string;
      to?: string;
      limit?: number;
      cursor?: string;
    },
  ) {
    let body: { items: { id: string; at: string }[]; nextCursor: string | null } | undefined;
    const requests = await requestsOf(world, async () => {
      const answer = await world.call(listAuditEntries, { as, query });
      expect(answer).toHaveStatus(200);
      body = answer.body;
      return answer;
    });
    return {
      times: body?.items.map(({ at }) => at) ?? [],
      nextCursor: body?.nextCursor ?? null,
      requests: requests.length,
    };
  }

  /** All pages, each within what it may cost. */
  async function walk(as: SignedIn, query: Query) {
    const times: string[] = [];
    let pages = 0;
    let cursor: string | undefined;
    do {
      const page = await pageOf(as, { ...query, ...(cursor && { cursor }) });
      expect(page.requests).toBeLessThanOrEqual(mostRequests);
      times.push(...page.times);
      cursor = page.nextCursor ?? undefined;
      pages += 1;
    } while (cursor !== undefined && pages < 100);
    return { times, pages };
  }

  it.each(dates)('costs a month of shards at %s, as on any other day', async (now) => {
    const times = [1, 2, 3, 4].map((ago) => millisecondsAgo(now, ago));
    const action = await entriesAt(times);
    const page = await pageOf(await auditorAt(now), { action, limit: 2 });
    expect(page).toMatchObject({ times: times.slice(0, 2), requests: ofOneMonth });
  });

  it.each(dates)('has at %s what was kept in the year before, few at a time', async (now) => {
    const days = [0.001, 1, 31, 200, 366].map((day) => day * 24 * 3600_000);
    const times = days.map((ago) => millisecondsAgo(now, ago));
    const action = await entriesAt(times);
    const { times: found, pages } = await walk(await auditorAt(now), { action });
    expect(found).toEqual(times);
    // Thirteen or fourteen months, three a page.
    expect(pages).toBe(5);
  });

  it('does not read the month that begins when the time asked for ends', async () => {
    const action = await entriesAt(['2028-02-29T23:59:59.999Z', '2028-03-01T00:00:00.000Z']);
    const as = await auditorAt('2028-03-02T00:00:00.000Z');
    const february = { from: '2028-02-01T00:00:00.000Z', to: '2028-03-01T00:00:00.000Z' };
    expect(await pageOf(as, { action, ...february })).toEqual({
      times: ['2028-02-29T23:59:59.999Z'],
      nextCursor: null,
      requests: ofOneMonth,
    });
  });

  it('has what a clock that is ahead has told once its own has come there', async () => {
    const action = await entriesAt(['2028-03-01T00:00:01.000Z']);
    const recent = { action, from: '2028-02-20T00:00:00.000Z' };
    const early = await pageOf(await auditorAt('2028-02-29T23:59:30.000Z'), recent);
    expect(early).toMatchObject({ times: [], nextCursor: null });
    const later = await pageOf(await auditorAt('2028-03-01T00:00:05.000Z'), recent);
    expect(later.times).toEqual(['2028-03-01T00:00:01.000Z']);
  });

  it('has all acts of a stranger of one kind', async () => {
    const now = '2028-06-15T12:00:00.000Z';
    const times = Array.from({ length: 30 }, (_, index) => millisecondsAgo(now, index + 1));
    const actorId = `system:${randomLetters()}`;
    const action = await entriesAt(times, actorId);
    await entriesAt(times, actorId);
    const as = await auditorAt(now);
    expect((await walk(as, { actorId, action, limit: 7 })).times).toEqual(times);
    expect((await walk(as, { objectId: action, action, limit: 7 })).times).toEqual(times);
    expect((await walk(as, { actorId, limit: 7 })).times).toHaveLength(60);
  });
});
