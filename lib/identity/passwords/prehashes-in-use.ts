import { now } from '../../clock.ts';
import { fillUp, type Prehash, type PrehashScheme, prehashSchemes } from '../../crypto/prehash.ts';
import { asContainer } from '../../trace.ts';
import { AddressClaims } from '../accounts/address-claims.entity.ts';

type Largest = Pick<Prehash, 'scheme' | 'cost'>;

const keepMilliseconds = 60_000;

let known: Promise<Largest[]> | undefined;
let last: Largest[] | undefined;
let readAt = 0;

/**
 * Takes what is left of the time that the dearest imported password takes, so that whoever signs in
 * cannot tell by it whether an address has none, one of ours or an imported one. Nothing as long as
 * every imported password has been told at a sign-in or changed; a container looks once a minute.
 */
export async function takeAsLong(password: string, own: Prehash | undefined): Promise<void> {
  for (const largest of await inUse()) await fillUp(password, largest, own);
}

function inUse(): Promise<Largest[]> {
  const time = now().getTime();
  // A clock that was set back must not keep what was read before.
  if (!known || Math.abs(time - readAt) > keepMilliseconds) {
    readAt = time;
    known = readAll().catch((error: unknown) => {
      known = undefined;
      // It evens out times, no more: what was true a minute ago serves.
      if (last) return last;
      throw error;
    });
  }
  return known;
}

async function readAll(): Promise<Largest[]> {
  const found = await asContainer(() => Promise.all(prehashSchemes.map(largestOf)));
  last = found.flatMap((largest) => largest ?? []);
  return last;
}

async function largestOf(scheme: PrehashScheme): Promise<Largest | undefined> {
  const { data } = await AddressClaims.query
    .prehashes({ prehashScheme: scheme })
    .go({ order: 'desc', limit: 1 });
  const cost = data[0]?.prehashCost;
  return cost === undefined ? undefined : { scheme, cost };
}
