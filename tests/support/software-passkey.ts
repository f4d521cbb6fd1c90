import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { encode } from 'cbor2';

/* An authenticator as a phone or a laptop has it, in software: real keys, real CBOR (WebAuthn, 6). */

const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest();

const userPresent = 0x01;
const userVerified = 0x04;
const attestedCredential = 0x40;

/** What a client tells its authenticator, and what it leaves out. */
export interface Ceremony {
  challenge: string;
  rpId: string;
  /** The page on which it happens. */
  origin: string;
  isVerified?: boolean;
  crossOrigin?: boolean;
  /** What the client says that it does; of a registration `webauthn.create`. */
  type?: string;
}

export interface SoftwarePasskey {
  credentialId: string;
  /** The credential of `navigator.credentials.create()` as JSON. */
  attestation(ceremony: Ceremony, format?: 'none' | 'packed' | 'certified'): Attestation;
  /** The credential of `navigator.credentials.get()` as JSON; counts up unless told otherwise. */
  assertion(ceremony: Ceremony, signed?: { counter?: number; userHandle?: string }): Assertion;
}

interface CredentialJson {
  id: string;
  rawId: string;
  type: 'public-key';
  clientExtensionResults: Record<never, never>;
}

export interface Attestation extends CredentialJson {
  response: { clientDataJSON: string; attestationObject: string; transports: string[] };
}

export interface Assertion extends CredentialJson {
  response: {
    clientDataJSON: string;
    authenticatorData: string;
    signature: string;
    userHandle: string;
  };
}

/** @param userHandle whose it is, as the registration options say */
export function softwarePasskey(userHandle: string): SoftwarePasskey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const coseKey = encode(
    new Map<number, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
      [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
    ]),
  );
  const rawId = randomBytes(32);
  const id = base64url(rawId);
  const json: CredentialJson = { id, rawId: id, type: 'public-key', clientExtensionResults: {} };
  let signatures = 0;

  const clientDataOf = ({ challenge, origin, crossOrigin = false, type }: Ceremony) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin }));

  const authenticatorDataOf = (
    { rpId, isVerified = true }: Ceremony,
    { counter, attested }: { counter: number; attested?: Uint8Array },
  ) => {
    const flags =
      userPresent | (isVerified ? userVerified : 0) | (attested ? attestedCredential : 0);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(rpId), Buffer.of(flags), count, attested ?? Buffer.alloc(0)]);
  };

  const signatureOf = (authenticatorData: Uint8Array, clientData: Uint8Array) =>
    sign('sha256', Buffer.concat([authenticatorData, sha256(clientData)]), privateKey);

  return {
    credentialId: id,
    attestation(ceremony, format = 'none') {
      const clientData = clientDataOf({ type: 'webauthn.create', ...ceremony });
      const length = Buffer.alloc(2);
      length.writeUInt16BE(rawId.length);
      const attested = Buffer.concat([Buffer.alloc(16), length, rawId, coseKey]);
      const authData = authenticatorDataOf(ceremony, { counter: signatures, attested });
      const sig = new Uint8Array(signatureOf(authData, clientData));
      const statement = {
        none: {},
        packed: { alg: -7, sig },
        certified: { alg: -7, sig, x5c: [new Uint8Array(32)] },
      }[format];
      const attestationObject = encode({
        fmt: format === 'none' ? 'none' : 'packed',
        attStmt: statement,
        authData: new Uint8Array(authData),
      });
      return {
        ...json,
        response: {
          clientDataJSON: base64url(clientData),
          attestationObject: base64url(attestationObject),
          transports: ['internal'],
        },
      };
    },
    assertion(ceremony, { counter = signatures + 1, userHandle: said = userHandle } = {}) {
      signatures = counter;
      const clientData = clientDataOf({ type: 'webauthn.get', ...ceremony });
      const authenticatorData = authenticatorDataOf(ceremony, { counter });
      return {
        ...json,
        response: {
          clientDataJSON: base64url(clientData),
          authenticatorData: base64url(authenticatorData),
          signature: base64url(signatureOf(authenticatorData, clientData)),
          userHandle: said,
        },
      };
    },
  };
}
