import type { AllTableIndexCompositeAttributes, Entity, Schema } from 'electrodb';
import { type Gettable, one } from '../../model/read.ts';
import {
  check,
  condition,
  type Operation,
  type Otherwise,
  type Write,
  writeIf,
} from '../../model/write.ts';
import type { StoredFile } from '../library/file-view.ts';

/** The files of a frame: the one that shows, and one that will once it is rendered. */
export interface Hung {
  shown?: string | undefined;
  awaited?: string | undefined;
}

/** What is to be in a frame; `null` takes out, and what is left out stays. */
export type Hanging = { [Place in keyof Hung]?: string | null };

/** The operators of `where`, as a frame uses them. */
interface Conditions {
  eq: (attribute: never, value: unknown) => string;
  ne: (attribute: never, value: unknown) => string;
  notExists: (attribute: never) => string;
}

type Where = (is: Readonly<Record<string, never>>, operators: Conditions) => string;

interface Change extends Operation {
  set(values: Readonly<Record<string, string>>): Change;
  remove(names: readonly string[]): Change;
  where(where: Where): Operation;
}

/** Where items of an entity show one picture each, such as the profiles of users. */
export interface Frame {
  /** Of files that are uploaded for it alone. */
  purpose: NonNullable<StoredFile['purpose']>;
  /** Names the item to be read together with others. */
  read(id: string): Gettable<Hung>;
  /** The write that hangs other pictures, under a condition on the item. */
  hang<Outcome = never>(
    id: string,
    hanging: Hanging,
    where: Where,
    otherwise: Otherwise<Outcome>,
  ): Write<Outcome>;
  /** The condition of {@link hang} that the same hang as were read. */
  isAsRead(hung: Hung): Where;
  /** The condition that a file is not in the frame of an item. */
  isUnused<Outcome = never>(
    id: string,
    fileId: string,
    otherwise: Otherwise<Outcome>,
  ): Write<Outcome>;
}

/**
 * The frame that the items of an entity have.
 *
 * @param names The attributes by which an item is found, and that have the ids of the files.
 */
export function frameOf<
  A extends string,
  F extends string,
  C extends string,
  S extends Schema<A, F, C>,
>(
  entity: Entity<A, F, C, S>,
  { id, shown, awaited, purpose }: { id: A; shown: A; awaited: A; purpose: Frame['purpose'] },
): Frame {
  const places = { shown, awaited } as const;
  const keyOf = (value: string) =>
    ({ [id]: value }) as unknown as AllTableIndexCompositeAttributes<A, F, C, S>;
  return {
    purpose,
    read(value) {
      const { key, parse } = one(entity, keyOf(value));
      return {
        key,
        parse: (item) => {
          const found = parse(item) as Readonly<Record<string, string | undefined>> | null;
          return found && { shown: found[shown], awaited: found[awaited] };
        },
      };
    },
    hang(value, hanging, where, otherwise) {
      const [filled, emptied]: [Record<string, string>, string[]] = [{}, []];
      for (const place of ['shown', 'awaited'] as const) {
        const fileId = hanging[place];
        if (fileId === null) emptied.push(places[place]);
        else if (fileId !== undefined) filled[places[place]] = fileId;
      }
      const change = entity.patch(keyOf(value)) as unknown as Change;
      return writeIf(change.set(filled).remove(emptied).where(where), otherwise);
    },
    isAsRead:
      (hung) =>
      (is, { eq, notExists }) =>
        (['shown', 'awaited'] as const)
          .map((place) => {
            const attribute = is[places[place]] as never;
            return hung[place] === undefined ? notExists(attribute) : eq(attribute, hung[place]);
          })
          .join(' AND '),
    isUnused(value, fileId, otherwise) {
      const chain = check(entity as unknown as { remove(key: unknown): Change }, keyOf(value));
      const unused = chain.where((is, { ne, notExists }) =>
        [shown, awaited]
          .map((name) => is[name] as never)
          .map((attribute) => `(${notExists(attribute)} OR ${ne(attribute, fileId)})`)
          .join(' AND '),
      );
      return condition(unused, otherwise);
    },
  };
}
