import { one } from '../model/read.ts';
import { Users } from './users.entity.ts';

/**
 * Names a user to be read together with other items:
 * `const [post, author] = await getTogether([postRead(postId), userRead(authorId)])`.
 */
export const userRead = (userId: string) => one(Users, Users.get({ userId }));
