import { domainToASCII } from 'node:url';
import * as z from 'zod';
import { ruled } from '../../schema/rule.ts';

const maxLength = 254;
const maxLocalLength = 64;

// Dot-atoms and host names in any script: what RFC 5321 and RFC 6531 allow and people really have.
// Mobile carriers of Japan gave out addresses with dots in a row and at the end of the local part, which
// the standard has in quotes alone. Quoted local parts and address literals are left out; nothing here
// can end a mail header.
const local = "[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-][\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~.-]*";
const label = '[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?';
const syntax = new RegExp(`^${local}@(?:${label}\\.)+(?!\\p{N}+$)${label}$`, 'u');

/** What is left and right of the last `@`, whichever width it is typed in. */
function parts(written: string): { local: string; host: string } {
  const at = Math.max(...['@', '\uFE6B', '\uFF20'].map((sign) => written.lastIndexOf(sign)));
  return { local: written.slice(0, Math.max(at, 0)), host: written.slice(at + 1) };
}

function isAddress(written: string): boolean {
  const value = compatible(written);
  const isShort = value.length <= maxLength && value.indexOf('@') <= maxLocalLength;
  return isShort && syntax.test(value) && isHost(parts(written).host);
}

/** Whether mail goes to one host by this text and by its compatible form, by which it is sent. */
function isHost(written: string): boolean {
  const host = domainToASCII(written.normalize());
  return host !== '' && host === domainToASCII(compatible(written)) && !/(?:^|\.)\d+$/.test(host);
}

const compatible = (text: string) => text.normalize('NFKC');

const isNone = ruled('format', 'must be an e-mail address');

/**
 * An e-mail address as its owner writes it: trimmed, compatibility-normalised (full-width letters
 * become plain ones), 254 characters at most.
 */
export const address = z
  .string()
  .max(1000, isNone.error)
  .refine((value) => value.isWellFormed(), isNone)
  .refine((value) => !/\p{Cc}/u.test(value), isNone)
  .transform((value) => value.trim())
  .pipe(z.string().refine(isAddress, isNone).transform(compatible))
  .meta({ format: 'idn-email', maxLength, example: 'kim@example.com' });

/**
 * The form by which addresses are compared: two texts that mean one mailbox have one normal form. The
 * host is what IDNA makes of it; the local part counts without case. Letters that only become alike in
 * capitals, such as ß and ss, stay two: they are mailboxes of two people.
 */
export function normalAddress(written: string): string {
  const { local, host } = parts(written.trim());
  const ascii = domainToASCII(host) || compatible(host).toLowerCase();
  return `${compatible(compatible(local).toLowerCase())}@${ascii}`;
}

/** An address by which an account is looked up: read in its normal form, so that limits see one. */
export const accountAddress = address.transform(normalAddress);
