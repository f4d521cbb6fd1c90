import { accountSuspended, invalidCredentials } from '../../auth/errors.ts';
import { type RefreshClaims, refreshTokenOf } from '../../auth/refresh-token.ts';
import { accessTokenSeconds, issueAccessToken } from '../../auth/tokens.ts';
import type { Source } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { newId } from '../../ids.ts';
import { retry, retryFrom } from '../../model/retry.ts';
import {
  check,
  condition,
  impossible,
  type Otherwise,
  type Write,
  writeIf,
} from '../../model/write.ts';
import { scopesOfRole } from '../../scopes.ts';
import { restoration, restored } from '../accounts/account-restoration.ts';
import { isBeingPurged, type User } from '../accounts/user-view.ts';
import { Users } from '../accounts/users.entity.ts';
import { rememberDevice } from './known-devices.ts';
import type { LoginInput, SessionView, TokensView } from './schema.ts';
import { enterSession, enterSessionForOldest, type Session } from './session-roster.ts';
import { Sessions } from './sessions.entity.ts';

const idleSeconds = 30 * 24 * 3600;

/** How long a refresh token still gives its child after the first time: a lost reply, a double click. */
const graceMilliseconds = 10_000;

/** Whether a session still takes its refresh token of this generation. */
export function isHonoured(session: Session, generation: number, now: Date): boolean {
  if (session.generation === generation) return true;
  const age = now.getTime() - session.rotatedAt;
  return session.generation === generation + 1 && age <= graceMilliseconds;
}

export const idleAfter = (now: Date) => Math.floor(now.getTime() / 1000) + idleSeconds;

/** What a sign-in gives to whom it signs in. */
export interface Begun {
  /** As they were when the session began. */
  user: User;
  tokens: TokensView;
  session: SessionView;
}

/**
 * Begins a session of `user` together with `writes`. Where it would be one too many, the one that was
 * used longest ago ends. `isNew`: the user is created by `writes`. A deleted account is restored by
 * it.
 *
 * @throws AppError `auth.account_suspended`, also when it was suspended meanwhile ·
 * `auth.invalid_credentials` when the account is gone, or being purged · `auth.token_invalid` when all
 * its sessions were ended since `epoch`
 */
export function beginSession<Outcome = never>(
  ctx: Context,
  read: User,
  begin: {
    device: LoginInput['device'];
    source: Source;
    isNew?: boolean | undefined;
    /** Of the user's sessions, when the sign-in began. */
    epoch?: number | undefined;
  },
  writes: readonly Write<Outcome>[],
  toOutcome: (begun: Begun) => Outcome,
): Promise<Outcome> {
  return retryFrom(read, async (user: User, again): Promise<Outcome> => {
    if (user.status === 'suspended') throw new AppError(accountSuspended);
    if (isBeingPurged(user)) throw new AppError(invalidCredentials);
    const isDeleted = user.status === 'deleted';
    const { userId, role } = user;
    const { now } = ctx;
    const { device, source, isNew = false, epoch } = begin;
    const time = now.toISOString();
    const session: Session = {
      userId,
      sessionId: newId('session', now),
      generation: 1,
      rotatedAt: now.getTime(),
      ...(device && { device }),
      source: source.ip,
      createdAt: time,
      lastUsedAt: time,
      expiresAt: idleAfter(now),
    };
    const { sessionId } = session;
    const outcome = toOutcome({
      user: isDeleted ? restored(user) : user,
      tokens: await issueTokens({ userId, sessionId, generation: 1 }, role, now),
      session: toSessionView(session, sessionId),
    });
    // What the tokens say of the user must still be so when the session is there to be ended.
    const sameUser = check(Users, { userId }).where(
      (is, { eq }) => `${eq(is.status, 'active')} AND ${eq(is.role, role)}`,
    );
    const otherwise: Otherwise<Outcome> = (item) => {
      const changed = item && Users.parse({ Item: item }).data;
      if (!changed) throw new AppError(invalidCredentials);
      return again(changed);
    };
    const asRead = isDeleted ? restoration(user, otherwise) : [condition(sameUser, otherwise)];
    const conditions = isNew ? [] : asRead;
    const commit = (entry: readonly Write<Outcome>[]): Promise<Outcome> =>
      ctx.commit(
        [
          ...[...writes, ...conditions, writeIf(Sessions.create(session), impossible), ...entry],
          rememberDevice(session, { device, source }, now),
        ],
        outcome,
      );
    return retry(async (anew) => {
      const enterForOldest = async () =>
        commit(await enterSessionForOldest(session, epoch, now, anew));
      return commit([enterSession(session, epoch, enterForOldest)]);
    });
  });
}

export function toSessionView(session: Session, currentId: string): SessionView {
  const { sessionId, device, source, createdAt, lastUsedAt } = session;
  const current = sessionId === currentId;
  return { id: sessionId, device: device ?? null, source, createdAt, lastUsedAt, current };
}

export async function issueTokens(
  claims: RefreshClaims,
  role: User['role'],
  now: Date,
): Promise<TokensView> {
  const [accessToken, refreshToken] = await Promise.all([
    issueAccessToken({ ...claims, scopes: scopesOfRole(role) }, now),
    refreshTokenOf(claims),
  ]);
  return { accessToken, tokenType: 'Bearer', expiresIn: accessTokenSeconds, refreshToken };
}

export const alreadyEnded = () => undefined;
