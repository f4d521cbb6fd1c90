import { randomBytes } from 'node:crypto';
import { login, socialSignIn } from '../../../functions/identity/sign-in/routes.ts';
import { signUp } from '../../../functions/identity/sign-up/routes.ts';
import { createWorld } from '../../support/world.ts';

const password = 'three blue lanterns';

describe('two addresses that look alike in capitals', () => {
  it.each([
    ['kim', 'strasse.example', 'kim', 'straße.example'],
    ['kim', 'istanbul.example', 'kim', 'ıstanbul.example'],
    ['weiss', 'example.com', 'weiß', 'example.com'],
    ['kim', 'example.com', 'kım', 'example.com'],
  ])('have two accounts: %s@%s and %s@%s', async (local, host, otherLocal, otherHost) => {
    const world = await createWorld({ live: false });
    const unique = randomBytes(5).toString('hex');
    const [victim, attacker] = [
      `${local}@${unique}.${host}`,
      `${otherLocal}@${unique}.${otherHost}`,
    ];
    const provider = { params: { provider: 'google' as const } };
    const signIn = async (subject: string, email: string) => {
      const idToken = await world.idToken({ subject, email, emailVerified: true });
      const { body } = await world.call(socialSignIn, { ...provider, body: { idToken } });
      return body;
    };
    const owner = await signIn('owner', victim);
    expect(await signIn('attacker', attacker)).toMatchObject({ isNewUser: true });
    const capitals = await signIn('owner', victim.toUpperCase());
    expect(capitals).toMatchObject({ isNewUser: false, user: { id: owner.user.id } });
  });

  it('sign up apart, and sign in apart', async () => {
    const world = await createWorld({ live: false });
    const unique = randomBytes(5).toString('hex');
    const emails = [`weiss.${unique}@example.com`, `weiß.${unique}@example.com`];
    for (const [index, email] of emails.entries()) {
      const body = { email, password: `${password} ${index}`, name: 'Weiss' };
      expect(await world.call(signUp, { body })).toHaveStatus(201);
    }
    for (const [index, email] of emails.entries()) {
      const { body } = await world.call(login, {
        body: { email, password: `${password} ${index}` },
      });
      expect(body.user.email).toBe(email);
    }
  });
});
