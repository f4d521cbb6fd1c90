import { randomBytes } from 'node:crypto';
import { issueAccessToken } from '../../lib/auth/tokens.ts';
import { UserCounters } from '../../lib/identity/accounts/user-counters.entity.ts';
import { Users } from '../../lib/identity/accounts/users.entity.ts';
import { newId } from '../../lib/ids.ts';
import { scopesOfRole } from '../../lib/scopes.ts';
import { putItems } from './put-items.ts';
import type { User } from './world.ts';

/** Users who skip signing up, which would take most of the time. */
export const seedUsers = (count: number): Promise<User[]> => makeUsers(count, putItems);

/** Users whose items `put` is given. */
export async function makeUsers(count: number, put: typeof putItems): Promise<User[]> {
  const now = new Date();
  const profile = {
    bio: '',
    locale: 'ko-KR',
    timeZone: 'Asia/Seoul',
    createdAt: now.toISOString(),
  };
  const users = Array.from({ length: count }, (_, index) => ({
    id: newId('user', now),
    name: `seed${index}`,
  }));
  await put(
    users.flatMap(({ id: userId, name }) => [
      Users.put({
        ...profile,
        userId,
        name,
        email: `${name}@example.com`,
        addressKey: randomBytes(16).toString('hex'),
        emailVerified: true,
        handle: `${name}_${randomBytes(4).toString('hex')}`,
        isPrivate: false,
        role: 'user',
        status: 'active',
        version: 1,
      }),
      UserCounters.put({ userId, postCount: 0, followerCount: 0, followingCount: 0 }),
    ]),
  );
  return Promise.all(
    users.map(async (user): Promise<User> => {
      const session = { id: newId('session', now) };
      const scopes = scopesOfRole('user');
      const claims = { userId: user.id, sessionId: session.id, scopes };
      const accessToken = await issueAccessToken(claims, now);
      return { ...user, accessToken, session, email: '', password: '', refreshToken: '' };
    }),
  );
}
