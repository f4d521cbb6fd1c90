import {
  getNotificationPreferences,
  putNotificationPreferences,
} from '../../../functions/identity/notifications/routes.ts';
import { createWorld } from '../../support/world.ts';

describe('notification preferences', () => {
  it('are those of everybody until something is chosen, and again when it is not any more', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const { body: usual } = await world.call(getNotificationPreferences, { as: kim });
    expect(usual.quietHours).toBeNull();
    expect(usual.topics.like).toEqual({ push: true, mail: false, inbox: true });
    expect(usual.topics.invitation).toEqual({ push: true, mail: true, inbox: true });

    const quietHours = { start: '22:00', end: '07:30' };
    const chosen = { topics: { like: { push: false } }, quietHours };
    const answer = await world.call(putNotificationPreferences, { as: kim, body: chosen });
    expect(answer).toHaveStatus(200);
    const like = { push: false, mail: false, inbox: true };
    expect(answer.body).toEqual({ topics: { ...usual.topics, like }, quietHours });
    expect((await world.call(getNotificationPreferences, { as: kim })).body).toEqual(answer.body);

    await world.call(putNotificationPreferences, { as: kim, body: { quietHours: null } });
    expect((await world.call(getNotificationPreferences, { as: kim })).body).toEqual(usual);
  });

  it('name the topic, the channel or the time that does not exist', async () => {
    const world = await createWorld({ live: false });
    const as = await world.user('kim');
    const put = (body: unknown) =>
      world.request('PUT', '/v1/users/me/notification-preferences', { as, body });
    for (const [body, path] of [
      [{ topics: { weather: { push: true } } }, 'body.topics.weather'],
      [{ topics: { like: { fax: true } } }, 'body.topics.like.fax'],
      [{ topics: { like: { push: 'yes' } } }, 'body.topics.like.push'],
      [{ quietHours: { start: '24:00', end: '07:00' } }, 'body.quietHours.start'],
      [{ quietHours: { start: '22:00' } }, 'body.quietHours.end'],
      [{ quietHours: { start: '07:00', end: '07:00' } }, 'body.quietHours.end'],
    ] as const) {
      const answer = await put(body);
      expect(answer).toBeProblem('request.invalid');
      expect(answer.body).toMatchObject({ errors: [{ path }] });
    }
  });
});
