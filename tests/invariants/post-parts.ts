import { tagKey } from '../../lib/sns/posts/text-parts.ts';
import { type DomainInvariants, each } from './invariant.ts';
import { change, isOfPost, isThere, nobody, remove, set } from './plants.ts';
import type { Table } from './table.ts';

const pair = (one: string, other: string) => `${one} ${other}`;

/** Deleted posts keep what is found by them until the night. */
const postsOf = (table: Table) => table.of('post').filter(({ deletedAt }) => !deletedAt);

const deletedOf = (table: Table) =>
  new Set(table.of('post').flatMap(({ deletedAt, postId }) => (deletedAt ? [postId] : [])));

/** What is only on one side, one line each. */
function difference(said: ReadonlySet<string>, found: ReadonlySet<string>, what: string) {
  return [
    ...each(said, (one) => !found.has(one) && `${what} is missing: ${one}`),
    ...each(found, (one) => !said.has(one) && `${what} is too much: ${one}`),
  ];
}

export const postParts: DomainInvariants = {
  invariants: [
    {
      name: 'a public post is found by its tags, and nothing else is',
      about: ['post', 'postTag'],
      plants: [
        change('postTag', remove, isOfPost),
        change('postTag', set({ tagKey: 'elsewhere' }), isOfPost),
        change('post', set({ tags: ['elsewhere'] }), isThere),
      ],
      violations(table) {
        const deleted = deletedOf(table);
        const said = postsOf(table).flatMap(({ postId, visibility, tags = [] }) =>
          visibility === 'public' ? tags.map((tag) => pair(tagKey(tag), postId)) : [],
        );
        const found = table
          .of('postTag')
          .filter(({ postId }) => !deleted.has(postId))
          .map((item) => pair(item.tagKey, item.postId));
        return difference(new Set(said), new Set(found), 'a tag');
      },
    },
    {
      name: 'whom a post mentions is known by the post and by them',
      about: ['post', 'mention'],
      plants: [
        change('mention', remove, isOfPost),
        change('mention', set({ userId: nobody }), isOfPost),
        change('post', set({ mentions: [{ userId: nobody, handle: 'nobody' }] }), isThere),
      ],
      violations(table) {
        const deleted = deletedOf(table);
        const users = new Set(table.of('user').map(({ userId }) => userId));
        const said = postsOf(table).flatMap(({ postId, mentions = [] }) =>
          mentions.map(({ userId }) => pair(postId, userId)),
        );
        const edges = table.of('mention').filter(({ postId }) => !deleted.has(postId));
        const found = edges.map(({ postId, userId }) => pair(postId, userId));
        return [
          ...difference(new Set(said), new Set(found), 'a mention'),
          ...each(edges, ({ userId }) => !users.has(userId) && `${userId} is mentioned`),
        ];
      },
    },
  ],
  free: {},
};
