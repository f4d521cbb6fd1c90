import { createHash } from 'node:crypto';
import { normalAddress } from './address.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');

/** Key of an address: equal for everything that means the same mailbox. */
export const addressKey = (address: string) => sha256(normalAddress(address));

/** Key of who an issuer's subject is: no subject of one issuer is one of another. */
export const identityKey = ({ issuer, subject }: { issuer: string; subject: string }) =>
  sha256(JSON.stringify([issuer, subject]));

/** Key of a handle: equal whatever its case. */
export const handleKey = (handle: string) => handle.toLowerCase();

/**
 * Key of what somebody signed in on: by what it calls itself, else by its `User-Agent` without the
 * words that carry digits: versions and builds change by themselves.
 */
export const deviceKey = (device: { name: string; platform: string } | string) =>
  sha256(
    JSON.stringify(
      typeof device === 'string'
        ? device.replace(/[\w.]*\d[\w.]*/g, '')
        : [device.name, device.platform],
    ),
  );

/** Key of all that fails in one way, at one address or account, from one source in one window of time. */
export const failureKey = (
  subject: string,
  { kind, source, window }: { kind: string; source: string; window: number },
) => sha256(JSON.stringify([kind, subject, source, window]));

/** What is stored of a token that somebody else holds. Tokens carry 256 bits and need no salt. */
export const tokenHash = (token: string) => sha256(token);
