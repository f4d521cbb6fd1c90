/*
 * In the place of what the WebAuthn library does with certificates, which no passkey is registered
 * with here: a third of its size, and calls to whatever address a certificate names.
 */

function refuse(): never {
  throw new Error('Certificates of authenticators are not looked at');
}

export const validateCertificatePath = refuse;
export const isCertRevoked = refuse;
