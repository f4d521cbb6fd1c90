import { randomBytes } from 'node:crypto';
import { getMe, updateMe } from '../../../functions/identity/profiles/routes.ts';
import { login } from '../../../functions/identity/sign-in/routes.ts';
import { signUp } from '../../../functions/identity/sign-up/routes.ts';
import { createWorld } from '../../support/world.ts';

const password = 'three blue lanterns';
const unique = () => randomBytes(6).toString('hex');

describe('the locale of an account', () => {
  it.each([
    'es-u-ms-metric',
    'ca-valencia',
    'de-DE-1996',
    'sr-Latn-RS',
    'zh-Hant-TW-u-ca-roc-nu-hanidec',
    'en-US-x-twain',
    'es-419',
    'haw',
  ])('may be %s', async (locale) => {
    const world = await createWorld({ live: false });
    const email = `${unique()}@example.com`;
    const body = { email, password, name: 'Kim', locale };
    expect(await world.call(signUp, { body })).toHaveStatus(201);
    expect(await world.mails({ to: email })).toHaveLength(1);
    const as = (await world.call(login, { body: { email, password } })).body;
    expect((await world.call(getMe, { as })).body).toMatchObject({ locale });
  });

  it.each(['', 'k', 'ko_KR', 'en-', 'en-US-', 'x', 'not a locale', 'de-1', 'en-u', 'a'.repeat(9)])(
    'is not %j',
    async (locale) => {
      const world = await createWorld({ live: false });
      const as = await world.user('kim');
      const headers = { 'if-match': '"1"' };
      const answer = await world.call(updateMe, { as, headers, body: { locale } });
      expect(answer).toBeProblem('request.invalid');
    },
  );
});

describe('addresses of Japanese carriers', () => {
  it.each([
    ['dots in a row', (name: string) => `a..b.${name}@docomo.example`],
    ['a dot at the end', (name: string) => `kim.${name}.@ezweb.example`],
  ])('with %s get mail and sign in', async (_, addressOf) => {
    const world = await createWorld({ live: false });
    const email = addressOf(unique());
    const body = { email, password, name: 'Kim' };
    expect(await world.call(signUp, { body })).toHaveStatus(201);
    const [local = '', host = ''] = email.split('@');
    const [mail] = await world.mails({ to: email });
    expect(mail?.to).toEqual([`"${local}"@${host}`]);
    expect(await world.call(login, { body: { email, password } })).toHaveStatus(200);
  });
});
