import { AppError } from '../../errors/app-error.ts';
import { getTogether, one } from '../../model/read.ts';
import { ownRead } from '../accounts/authors.ts';
import { UserCounters } from '../accounts/user-counters.entity.ts';

export async function readProfile(userId: string) {
  const [user, counters] = await getTogether([ownRead(userId), one(UserCounters, { userId })], {
    consistent: true,
  });
  if (!user) throw new AppError('identity.user_not_found');
  return { user, counters };
}
