import * as z from 'zod';
import { id } from '../../schema/ids.ts';
import { text } from '../../schema/text.ts';
import { timestamp } from '../../schema/time.ts';
import { device, givenPassword } from '../sessions/schema.ts';

export const examplePasskeyId = 'psk_01jd3v9k2m4n5p6q7r8s9t0v1w';

const base64url = (maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength)
    .regex(/^[A-Za-z0-9_-]+$/, 'must be base64url');

const passkeyName = text({ min: 1, max: 80, isName: true }).meta({ example: "Kim's laptop" });

export const passkeyRegistrationOptionsInput = z.strictObject({
  /** May be left out within ten minutes of the sign-in. */
  password: givenPassword.optional(),
});

export type PasskeyRegistrationOptionsInput = z.output<typeof passkeyRegistrationOptionsInput>;

const descriptor = z.object({ type: z.literal('public-key'), id: z.string() });

/** `PublicKeyCredentialCreationOptionsJSON` (WebAuthn Level 3, 5.1.8). */
export const passkeyRegistrationOptionsView = z.object({
  challenge: z.string(),
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.object({ type: z.literal('public-key'), alg: z.int() })),
  /** Milliseconds. */
  timeout: z.int(),
  attestation: z.literal('none'),
  authenticatorSelection: z.object({
    residentKey: z.literal('required'),
    requireResidentKey: z.literal(true),
    userVerification: z.literal('required'),
  }),
  excludeCredentials: z.array(descriptor),
});

export type PasskeyRegistrationOptionsView = z.input<typeof passkeyRegistrationOptionsView>;

/** `PublicKeyCredentialRequestOptionsJSON` (WebAuthn Level 3, 5.1.8). */
export const passkeySignInOptionsView = z.object({
  challenge: z.string(),
  rpId: z.string(),
  /** Milliseconds. */
  timeout: z.int(),
  userVerification: z.literal('required'),
  /** Empty: the authenticator offers what it has. */
  allowCredentials: z.array(descriptor),
});

export type PasskeySignInOptionsView = z.input<typeof passkeySignInOptionsView>;

const credential = {
  id: base64url(1364),
  rawId: base64url(1364),
  type: z.literal('public-key'),
  // WebAuthn Level 3, 5.4.5: values that are not known count as none.
  authenticatorAttachment: z.string().max(40).nullish(),
  clientExtensionResults: z.record(z.string(), z.unknown()).optional().meta({
    description: 'Nothing is made of it: browsers and passkey managers add what they know',
  }),
};

const clientDataJSON = base64url(4096);
const authenticatorData = base64url(8192);

/** `RegistrationResponseJSON`, what `PublicKeyCredential.toJSON()` gives. */
export const registerPasskeyInput = z.strictObject({
  name: passkeyName.optional(),
  credential: z.strictObject({
    ...credential,
    response: z.strictObject({
      clientDataJSON,
      attestationObject: base64url(16_384),
      authenticatorData: authenticatorData.optional(),
      publicKey: base64url(4096).optional(),
      publicKeyAlgorithm: z.int().optional(),
      transports: z.array(z.string().max(40)).max(10).optional(),
    }),
  }),
});

export type RegisterPasskeyInput = z.output<typeof registerPasskeyInput>;

/** `AuthenticationResponseJSON`, what `PublicKeyCredential.toJSON()` gives. */
export const passkeySignInInput = z.strictObject({
  credential: z.strictObject({
    ...credential,
    response: z.strictObject({
      clientDataJSON,
      authenticatorData,
      signature: base64url(4096),
      /** Whose the passkey is. */
      userHandle: base64url(128),
    }),
  }),
  device: z.strictObject(device.shape).optional(),
});

export type PasskeySignInInput = z.output<typeof passkeySignInInput>;

export const passkeyView = z
  .object({
    id: id('passkey'),
    name: passkeyName,
    createdAt: timestamp,
    lastUsedAt: timestamp.optional(),
  })
  .meta({ id: 'Passkey' });

export type PasskeyView = z.input<typeof passkeyView>;
