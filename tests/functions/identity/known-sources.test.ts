import { refresh } from '../../../functions/identity/sessions/routes.ts';
import { login } from '../../../functions/identity/sign-in/routes.ts';
import { verifyEmail } from '../../../functions/identity/sign-up/routes.ts';
import { bodyOf } from '../../scenarios/arrange.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { mailedToken } from '../../support/mailed.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

const wrong = 'five wrong lanterns';
const [desk, phone, office] = ['198.51.100.1', '198.51.100.2', '198.51.100.3'];
const stranger = '192.0.2.9';

describeInProcess('somebody whose password is guessed from everywhere', () => {
  let world: World;
  let kim: User;
  let sources: number;

  beforeEach(async () => {
    world = await createWorld({ live: false, env: { RATE_LIMIT_FACTOR: '1' } });
    kim = await world.signUp('kim');
    sources = 0;
  });

  const signIn = (from: string, password = kim.password) =>
    world.request('POST', login.path, { body: { email: kim.email, password }, from });

  const guess = () => signIn(`203.0.113.${sources++ % 250}`, wrong);

  async function guessUntilRefused(): Promise<void> {
    while ((await guess()).status !== 429);
  }

  async function verify(from: string): Promise<void> {
    const token = await mailedToken(world, kim.email, 'Verify your address');
    const body = { token, password: kim.password };
    await bodyOf(world.request('POST', verifyEmail.path, { body, from }));
  }

  it('signs in where they verified their address', async () => {
    await verify(phone);
    await guessUntilRefused();
    expect(await signIn(phone)).toHaveStatus(200);
    expect(await signIn(stranger)).toBeProblem('request.rate_limited');
  });

  it('signs in where they were signed in when they verified it elsewhere', async () => {
    await bodyOf(signIn(desk));
    await verify(phone);
    await guessUntilRefused();
    expect(await signIn(desk)).toHaveStatus(200);
    expect(await signIn(stranger)).toBeProblem('request.rate_limited');
  });

  it('signs in where a session of theirs went on, minute by minute', async () => {
    await verify(phone);
    const { refreshToken } = kim;
    await bodyOf(world.request('POST', refresh.path, { body: { refreshToken }, from: office }));
    await guessUntilRefused();
    for (let minute = 0; minute < 10; minute++) {
      await world.advance(60);
      await guess();
      expect(await signIn(stranger)).toBeProblem('request.rate_limited');
      expect(await signIn(office)).toHaveStatus(200);
    }
  });

  it('is not known where somebody uses an address that is not verified', async () => {
    await bodyOf(signIn(desk));
    const { refreshToken } = kim;
    await bodyOf(world.request('POST', refresh.path, { body: { refreshToken }, from: office }));
    await guessUntilRefused();
    for (const from of [desk, office]) {
      expect(await signIn(from)).toBeProblem('request.rate_limited');
    }
  });
});
