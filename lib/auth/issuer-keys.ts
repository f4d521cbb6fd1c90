import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  errors,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
} from 'jose';
import { AppError } from '../errors/app-error.ts';
import { dependencyUnavailable } from '../errors/request-errors.ts';
import { asContainer } from '../trace.ts';

const keepMilliseconds = 10 * 60_000;
/** Forged tokens name keys that nobody knows: they must not make us ask an issuer more often. */
const cooldownMilliseconds = 30_000;
const patienceMilliseconds = 2500;

/** Says of each `kid` which key it is. */
export type IssuerKeys = JWTVerifyGetKey;

/**
 * The published keys of an issuer, read at first use and kept for ten minutes, and longer while the
 * issuer does not answer. A `kid` that is not among them reads them again, at most twice a minute;
 * so does an issuer that is down.
 *
 * @throws AppError `request.dependency_unavailable` (by the keys, when they were never read)
 */
export function openIssuerKeys(
  url: string,
  { keep = keepMilliseconds, cooldown = cooldownMilliseconds } = {},
): IssuerKeys {
  let failed: { error: unknown; at: number } | undefined;
  const remote = createRemoteJWKSet(new URL(url), {
    timeoutDuration: patienceMilliseconds,
    cacheMaxAge: keep,
    cooldownDuration: cooldown,
    [customFetch]: async (address, options) => {
      if (failed && performance.now() - failed.at < cooldown) throw failed.error;
      try {
        const response = await asContainer(() => fetch(address, options));
        if (response.status !== 200) throw new Error(`The issuer answers ${response.status}`);
        // Read here, so that an answer that breaks off, or is no set of keys, counts as none.
        const text = await response.text();
        createLocalJWKSet(JSON.parse(text) as JSONWebKeySet);
        failed = undefined;
        return new Response(text, response);
      } catch (error) {
        failed = { error, at: performance.now() };
        throw error;
      }
    },
  });
  return async (header, token) => {
    try {
      return await remote(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey) throw error;
      const kept = remote.jwks();
      if (kept) return createLocalJWKSet(kept)(header, token);
      throw new AppError(dependencyUnavailable, {
        cause: error,
        retryAfterSeconds: cooldown / 1000,
      });
    }
  };
}
