/** A source of choices that a seed determines. */
export interface Random {
  /** At least 0, below 1. */
  next(): number;
  /** From `min` to `max`, both included. */
  integer(min: number, max: number): number;
  chance(probability: number): boolean;
  /** `undefined` of an empty list. */
  pick<T>(list: readonly T[]): T | undefined;
  /** One of the names, as often as its weight says. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name;
  /** A source of its own, so that what runs at the same time does not share one. */
  fork(): Random;
}

/** SplitMix32: well spread for any seed, and small. */
export function createRandom(seed: number): Random {
  let state = seed | 0;
  const bits = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
  const next = () => bits() / 2 ** 32;
  return {
    next,
    integer: (min, max) => min + Math.floor(next() * (max - min + 1)),
    chance: (probability) => next() < probability,
    pick: (list) => list[Math.floor(next() * list.length)],
    weighted(weights) {
      const names = Object.keys(weights) as (keyof typeof weights)[];
      const total = names.reduce((sum, name) => sum + weights[name], 0);
      let left = next() * total;
      const found = names.find((name) => {
        left -= weights[name];
        return left < 0;
      });
      return found ?? (names[0] as keyof typeof weights);
    },
    fork: () => createRandom(bits()),
  };
}
