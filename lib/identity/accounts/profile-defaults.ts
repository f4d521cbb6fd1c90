import { randomBytes } from 'node:crypto';
import { fold } from '../../search/fold.ts';
import { isReserved } from './reserved-handles.ts';
import type { User } from './user-view.ts';

/** What a profile says until its owner says otherwise. */
export const profileDefaults = {
  bio: '',
  locale: 'en',
  timeZone: 'UTC',
} as const satisfies Partial<User>;

/** The name of whom nobody has named. */
export const nameOfNobody = 'New user';

const shortestHandle = 3;
const longestBase = 20;
const suffixBytes = 4;

/**
 * A handle made of a name: `Kim Lee` → `kim_lee`, `Łukasz` → `lukasz`. A name without enough Latin letters,
 * or whose handle is reserved, gives `user`;
 * the address is never used, because a handle is public. With `unique` a random suffix is added.
 */
export function handleOf(name: string, { unique }: { unique: boolean }): string {
  const base = fold(name)
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, longestBase);
  const readable = base.length >= shortestHandle && !isReserved(base) ? base : 'user';
  return unique ? `${readable}_${randomBytes(suffixBytes).toString('hex')}` : readable;
}
