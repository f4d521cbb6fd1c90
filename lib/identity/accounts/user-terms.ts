import { type Write, write } from '../../model/write.ts';
import { type SearchTerm, termsOf } from '../../search/terms.ts';
import { UserTerms } from './user-terms.entity.ts';
import type { User } from './user-view.ts';

type Named = Pick<User, 'userId' | 'name' | 'handle'>;

type UserTerm = SearchTerm & { userId: string };

/** Under which terms a user is found. */
export const userTermsOf = ({ userId, name, handle }: Named): UserTerm[] =>
  termsOf([name, handle]).map((term) => ({ ...term, userId }));

/** Where a term of a user stands in its shard. */
export const entryOf = ({ term, userId }: Pick<UserTerm, 'term' | 'userId'>) => `${term} ${userId}`;

const adding = (term: UserTerm): Write<never> =>
  write(UserTerms.put({ ...term, entry: entryOf(term) }));
const removing = (term: UserTerm): Write<never> =>
  write(UserTerms.delete({ shard: term.shard, entry: entryOf(term) }));

/** The writes by which a new user is found. */
export const enterTerms = (user: Named): Write<never>[] => userTermsOf(user).map(adding);

/** The writes by which a user is found no more. */
export const removeTerms = (user: Named): Write<never>[] => userTermsOf(user).map(removing);

/** The writes that go with another name or handle. */
export function changeTerms(before: Named, after: Named): Write<never>[] {
  const [were, are] = [userTermsOf(before), userTermsOf(after)];
  const isIn = (terms: readonly UserTerm[]) => {
    const keys = new Set(terms.map(({ shard, term }) => `${shard}${term}`));
    return ({ shard, term }: UserTerm) => keys.has(`${shard}${term}`);
  };
  const [wasThere, isThere] = [isIn(were), isIn(are)];
  return [
    ...are.filter((term) => !wasThere(term)).map(adding),
    ...were.filter((term) => !isThere(term)).map(removing),
  ];
}
