import { timingSafeEqual } from 'node:crypto';
import { keyedHashes } from '../crypto/seal.ts';

/** What a refresh token stands for: one generation of one session. */
export interface RefreshClaims {
  userId: string;
  sessionId: string;
  /** 1 at sign-in, one more with each refresh. */
  generation: number;
}

const purpose = 'refresh-token';
const syntax =
  /^moa_rt_([0-9a-hjkmnp-tv-z]{26})_([0-9a-hjkmnp-tv-z]{26})_([1-9]\d{0,8})_([A-Za-z0-9_-]{43})$/;

const contentOf = ({ userId, sessionId, generation }: RefreshClaims) =>
  `moa_rt_${userId.slice('usr_'.length)}_${sessionId.slice('ses_'.length)}_${generation}`;

/**
 * The refresh token of a generation. It is derived, never stored: whoever asks again gets the same
 * text, and whoever reads the table gets none.
 */
export async function refreshTokenOf(claims: RefreshClaims): Promise<string> {
  const content = contentOf(claims);
  const [mac] = await keyedHashes(purpose, content);
  return `${content}_${mac}`;
}

/** What a refresh token stands for; `undefined` unless this service made it, exactly so. */
export async function readRefreshToken(token: string): Promise<RefreshClaims | undefined> {
  const [, user, session, generation, mac = ''] = syntax.exec(token) ?? [];
  if (!mac) return undefined;
  const claims: RefreshClaims = {
    userId: `usr_${user}`,
    sessionId: `ses_${session}`,
    generation: Number(generation),
  };
  const given = Buffer.from(mac);
  const made = await keyedHashes(purpose, contentOf(claims));
  return made.some((hash) => timingSafeEqual(Buffer.from(hash), given)) ? claims : undefined;
}
