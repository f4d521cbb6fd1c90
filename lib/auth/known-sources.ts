import { always, type Write, write } from '../model/write.ts';
import { KnownSources } from './known-sources.entity.ts';

const keptSeconds = 90 * 24 * 3600;

/**
 * Which allowance of an account those draw from who call from `source`; `undefined` where its owner has
 * not been for 90 days: they share one. Takes the same work whether there is an account or not.
 */
export async function allowanceOf(
  addressKey: string,
  source: string,
  now: Date,
): Promise<string | undefined> {
  const { data } = await KnownSources.get({ addressKey, source }).go();
  if (!data || data.expiresAt * 1000 <= now.getTime()) return undefined;
  return JSON.stringify([source, data.provenAt]);
}

/**
 * As {@link allowanceOf}, of guesses at the second factor: only where somebody has shown it before. A
 * mailbox is what it is to stand beside, so that no reset makes or renews an allowance.
 */
export async function secondFactorAllowanceOf(
  addressKey: string,
  source: string,
  now: Date,
): Promise<string | undefined> {
  const { data } = await KnownSources.get({ addressKey, source }).go();
  const isKnown = data?.hasSignedIn && data.expiresAt * 1000 > now.getTime();
  return isKnown ? JSON.stringify([source]) : undefined;
}

/** Whether an allowance is that of who calls from `source`. */
export const isAllowanceOf = (allowance: string, source: string): boolean =>
  (JSON.parse(allowance) as unknown[])[0] === source;

/** The write that keeps where somebody signed in; goes with the sign-in. */
export const rememberSource = (addressKey: string, source: string, now: Date): Write<never> =>
  write(
    always(
      KnownSources.update({ addressKey, source }).set({
        hasSignedIn: true,
        expiresAt: expiry(now),
      }),
    ),
  );

/**
 * The write that keeps where somebody goes on with a session, or verified the address; goes with that.
 * Neither shows a second factor.
 */
export const knowSource = (addressKey: string, source: string, now: Date): Write<never> =>
  write(always(KnownSources.update({ addressKey, source }).set({ expiresAt: expiry(now) })));

/**
 * The write that gives the owner of a mailbox a new allowance where they have shown that it is theirs,
 * whatever was guessed there before.
 */
export const renewAllowance = (addressKey: string, source: string, now: Date): Write<never> =>
  write(
    KnownSources.put({ addressKey, source, provenAt: now.toISOString(), expiresAt: expiry(now) }),
  );

const expiry = (now: Date) => Math.floor(now.getTime() / 1000) + keptSeconds;
