import type { EntityItem } from 'electrodb';
import { config } from '../../config.ts';
import { one } from '../../model/read.ts';
import type { Item } from '../../model/write.ts';
import { Users } from './users.entity.ts';

/**
 * Names a user to be read together with others' items, as everybody may see them: one whose account
 * is deleted or suspended is not there, nor one whose address is not verified where it must be.
 *
 * @example const [post, author] = await getTogether([postRead(postId), userRead(authorId)])
 */
export const userRead = (userId: string) => ({
  ...accountRead(userId),
  parse: (item: Item) => {
    const user = ownRead(userId).parse(item);
    return config.requireVerifiedEmail && !user?.emailVerified ? null : user;
  },
});

/** As {@link userRead}, of somebody as they see themselves. */
export const ownRead = (userId: string) => ({
  ...accountRead(userId),
  parse: (item: Item) => {
    const user = Users.parse({ Item: item }).data;
    return user && isThere(user) ? user : null;
  },
});

/** Whether an account is there for others: not while it is deleted or suspended. */
export const isThere = ({ status }: Pick<EntityItem<typeof Users>, 'status'>): boolean =>
  status === 'active';

/** Names an account, also a deleted or suspended one, for what its owner or an administrator does with it. */
export const accountRead = (userId: string) => one(Users, { userId });
