/** One question that the table answers, and how: `docs/access-patterns.md` is generated from these. */
export interface AccessPattern {
  /** `<domain>.<name>`, for example `identity.user-by-id`. */
  id: `${string}.${string}`;
  /** In words, from the asker's side. */
  question: string;
  /** Ids of the routes, workers and tasks that ask. */
  usedBy: readonly string[];
  index: 'primary' | 'gsi1' | 'gsi2';
  /** Whether it is read consistently; secondary indexes never are. */
  consistent: boolean;
  /** The request's parameters with sample keys: `() => Users.get({ userId }).params()`. */
  build: () => unknown;
}
