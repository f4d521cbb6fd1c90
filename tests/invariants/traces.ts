import { addressKey, handleKey } from '../../lib/identity/accounts/keys.ts';
import type { Item } from '../../lib/model/write.ts';
import { entityOf, type ItemOf } from './table.ts';

type User = Pick<ItemOf<'user'>, 'userId' | 'email' | 'handle'>;

/** Whatever tells of a user: their id, their address and its key, their handle. */
export function wordsOfUser({ userId, email, handle }: User): string[] {
  return [
    userId.slice('usr_'.length),
    `"handle":"${handle}"`,
    `"handleKey":"${handleKey(handle)}"`,
    ...(email === undefined ? [] : [email.toLowerCase(), addressKey(email)]),
  ];
}

/**
 * Where in a table one of these words stands, one line each; who wrote an item last does not count: it
 * is an id that leads to nobody once the account is purged.
 */
export function tracesOf(items: readonly Item[], words: readonly string[]): string[] {
  return items.flatMap((item) => {
    const text = JSON.stringify({ ...item, writtenBy: undefined }, (_key, value: unknown) =>
      value instanceof Set ? [...(value as Set<string>)] : value,
    );
    return words
      .filter((word) => text.includes(word))
      .map((word) => `${entityOf(item)} ${String(item.pk)} ${String(item.sk)} tells of ${word}`);
  });
}
