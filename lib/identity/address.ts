import * as z from 'zod';

const maxLength = 254;
const maxLocalLength = 64;

// Dot-atoms and host names in any script: what RFC 5321 and RFC 6531 allow and people really have.
// Quoted local parts and address literals are left out; nothing here can end a mail header.
const atom = "[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+";
const label = '[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?';
const syntax = new RegExp(`^${atom}(?:\\.${atom})*@(?:${label}\\.)+(?!\\p{N}+$)${label}$`, 'u');

function isAddress(value: string): boolean {
  return value.length <= maxLength && value.indexOf('@') <= maxLocalLength && syntax.test(value);
}

/**
 * An e-mail address as its owner writes it: trimmed, compatibility-normalised (full-width letters
 * become plain ones), 254 characters at most.
 */
export const address = z
  .string()
  .max(1000, 'must be an e-mail address')
  .refine((value) => value.isWellFormed(), 'must be an e-mail address')
  .refine((value) => !/\p{Cc}/u.test(value), 'must be an e-mail address')
  .transform((value) => value.normalize('NFKC').trim())
  .pipe(z.string().refine(isAddress, 'must be an e-mail address'))
  .meta({ format: 'idn-email', maxLength, example: 'kim@example.com' });

/**
 * The form by which addresses are compared: two texts that mean one mailbox to people have one
 * normal form. Case counts as little in the local part as in the host, and hosts compare in ASCII.
 */
export function normalAddress(written: string): string {
  const folded = written.normalize('NFKC').trim().toUpperCase().toLowerCase().normalize('NFKC');
  const at = folded.lastIndexOf('@');
  const host = URL.parse(`http://${folded.slice(at + 1)}`)?.hostname;
  return host ? `${folded.slice(0, at)}@${host}` : folded;
}

/** An address by which an account is looked up: read in its normal form, so that limits see one. */
export const accountAddress = address.transform(normalAddress);
