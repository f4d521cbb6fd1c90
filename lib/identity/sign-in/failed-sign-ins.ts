import type { EntityItem } from 'electrodb';
import type { RequestCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { type Write, write } from '../../model/write.ts';
import { failureKey } from '../accounts/keys.ts';
import { FailedSignIns } from './failed-sign-ins.entity.ts';

interface Failure extends Pick<EntityItem<typeof FailedSignIns>, 'kind'> {
  /** Of the account, when there is one. */
  userId: string | undefined;
}

const windowSeconds = 3600;

/**
 * Keeps for the audit that somebody failed to sign in. Guesses on from one source are told once an
 * hour, so that nobody fills the table by guessing. Takes the same work whether there is an account
 * or not.
 *
 * @param subject that they tried to sign in to: key of an address, or a user
 * @param more what is written with it
 */
export async function noteFailedSignIn(
  { caller, now, apply }: Context<RequestCaller>,
  subject: string,
  { kind, userId }: Failure,
  more: readonly Write<never>[] = [],
): Promise<void> {
  const window = Math.floor(now.getTime() / 1000 / windowSeconds);
  const failed = FailedSignIns.put({
    failureKey: failureKey(subject, { kind, source: caller.source.ip, window }),
    kind,
    ...(userId !== undefined && { userId }),
    expiresAt: (window + 2) * windowSeconds,
  });
  // What fails leaves no outcome behind by which a repeat would succeed; and nobody knows who it is.
  await apply([write(failed), ...more], undefined, { actor: 'anonymous' });
}
