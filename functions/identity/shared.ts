import type { RateLimit } from '../../lib/http/route.ts';
import type { Needs } from '../../lib/needs.ts';
import { exampleId } from '../../lib/schema/ids.ts';

// A function's share of a processor grows with its memory; below this a hash takes a second.
export const hashingMemoryMb = 1024;

// By all routes that ask for one's own password: with those at sign-in still below 100 an hour.
export const ownPasswordGuesses: RateLimit = {
  name: 'own-password',
  by: 'account',
  shared: true,
  perMinute: 0.2,
  burst: 5,
};

// By all routes that mail an address that somebody names.
export const mailsPerAddress: RateLimit = {
  name: 'address',
  by: 'email',
  shared: true,
  perMinute: 0.5,
  burst: 5,
};

export const perSource = (perMinute: number, burst: number): RateLimit => ({
  name: 'source',
  by: 'source',
  perMinute,
  burst,
});

// What ends all sessions of a user, or all but one.
export const endSessionsNeeds = [
  'GetItem',
  'PutItem',
  'DeleteItem',
  'ConditionCheckItem',
] as const satisfies Needs['dynamodb'];

export const exampleUser = {
  id: exampleId('user'),
  handle: 'kim',
  name: 'Kim',
  bio: 'Coffee and code',
  createdAt: '2026-11-21T09:00:00.000Z',
  postCount: 12,
  followerCount: 34,
  followingCount: 5,
  isPrivate: false,
};

export const exampleMe = {
  ...exampleUser,
  email: 'kim@example.com',
  emailVerified: true,
  role: 'user',
  status: 'active',
  locale: 'ko-KR',
  timeZone: 'Asia/Seoul',
  version: 1,
};

export const exampleSession = {
  id: exampleId('session'),
  device: { name: "Kim's phone", platform: 'ios' },
  source: '203.0.113.7',
  createdAt: '2026-11-21T09:00:00.000Z',
  lastUsedAt: '2026-11-21T09:00:00.000Z',
  current: true,
};

export const exampleRefreshToken = `moa_rt_${exampleId('user').slice(4)}_${exampleId('session').slice(4)}_1_${'x'.repeat(43)}`;

export const exampleTokens = {
  accessToken: 'eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCJ9.e30.c2lnbmF0dXJl',
  tokenType: 'Bearer',
  expiresIn: 900,
  refreshToken: exampleRefreshToken,
};

export const exampleIdToken = 'eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl';

// Six digits bear few guesses: some at once for slips, then twelve an hour.
export const guessesPerAccount: RateLimit = {
  name: 'account',
  by: 'account',
  perMinute: 0.2,
  burst: 10,
};

export const exampleCredential = {
  id: 'Y3JlZGVudGlhbA',
  rawId: 'Y3JlZGVudGlhbA',
  type: 'public-key',
  clientExtensionResults: {},
};

export const exampleClientData = 'eyJ0eXBlIjoid2ViYXV0aG4ifQ';

export const exampleChallenge = 'YSBjaGFsbGVuZ2U';

export const ownAccount = { scopes: ['account'] } as const;
