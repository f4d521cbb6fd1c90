/** Changes of some fields: `null` takes one away, and what is not given stays. */
export type Patch<Fields extends object> = {
  [Name in keyof Fields]?: Fields[Name] | null | undefined;
};

/** The same fields; one that may be left out is not there, rather than `undefined`. */
type Defined<Fields> = { [Name in keyof Fields]: Exclude<Fields[Name], undefined> };

/** Fields as a patch leaves them. */
export function patched<Fields extends object>(
  before: Fields,
  patch: Patch<Fields>,
): Defined<Fields> {
  const given = Object.entries(patch).filter(([, value]) => value !== undefined);
  const merged = Object.entries({ ...before, ...Object.fromEntries(given) });
  return Object.fromEntries(merged.filter(([, value]) => value !== null)) as Defined<Fields>;
}
