import { forgotPassword, resetPassword } from '../../functions/identity/recovery/routes.ts';
import { mailAbout, mailedToken } from './mailed.ts';
import type { World } from './world.ts';

/** The links that somebody new is mailed: to verify, to replace a password, to undo that. */
export async function mailedLinks(world: World): Promise<URL[]> {
  const { email } = await world.signUp('kim');
  const subjects = [
    'Verify your address',
    'Set a new password',
    'Your Moa password was changed',
  ] as const;
  await world.drain();
  await world.call(forgotPassword, { body: { email } });
  const token = await mailedToken(world, email, subjects[1]);
  await world.call(resetPassword, { body: { token, newPassword: 'seven green kettles' } });
  const links: URL[] = [];
  for (const subject of subjects) {
    const { text = '' } = await mailAbout(world, email, subject);
    const link = /^https?:.*$/m.exec(text)?.[0] ?? '';
    expect(link).toMatch(/\?token=[A-Za-z0-9_-]{43}$/);
    links.push(new URL(link));
  }
  return links;
}
