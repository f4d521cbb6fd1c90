import { impossible, type Write, writeIf } from '../../model/write.ts';
import { lastAdmin } from '../errors.ts';
import { Administrators } from './administrators.entity.ts';
import type { User } from './user-view.ts';

const isActiveAdmin = ({ role, status }: User) => role === 'admin' && status === 'active';

/**
 * The write that keeps the list of active administrators true to a change of a user, when it concerns
 * the list; refused as `identity.last_admin` when it would leave none.
 */
export function administratorChange(before: User, after: User): Write<never>[] {
  if (isActiveAdmin(before) === isActiveAdmin(after)) return [];
  const activeIds = [after.userId];
  if (isActiveAdmin(after))
    return [writeIf(Administrators.patch({}).add({ activeIds }), impossible)];
  const others = Administrators.patch({})
    .delete({ activeIds })
    .where((is, { size, escape: value }) => `${size(is.activeIds)} > ${value(1)}`);
  return [writeIf(others, lastAdmin)];
}
