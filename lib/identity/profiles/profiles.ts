import { AppError } from '../../errors/app-error.ts';
import { getTogether, one } from '../../model/read.ts';
import { ownRead } from '../accounts/authors.ts';
import { UserCounters } from '../accounts/user-counters.entity.ts';
import { userNotFound } from '../errors.ts';

export async function readProfile(userId: string) {
  const [user, counters] = await getTogether([ownRead(userId), one(UserCounters, { userId })], {
    consistent: true,
  });
  if (!user) throw new AppError(userNotFound);
  return { user, counters };
}
