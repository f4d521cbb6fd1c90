import * as z from 'zod';
import { id } from '../../schema/ids.ts';
import { text } from '../../schema/text.ts';
import { timestamp } from '../../schema/time.ts';
import { accountAddress } from '../accounts/address.ts';
import { password, token, tokenPair } from '../accounts/schema.ts';

export const givenPassword = password.meta({ example: 'three blue lanterns' });

export const device = z.object({
  name: text({ min: 1, max: 100, isName: true }).meta({ example: "Kim's phone" }),
  platform: text({ min: 1, max: 40 }).meta({ example: 'ios' }),
});

export const loginInput = z.strictObject({
  email: accountAddress,
  password: givenPassword,
  device: z.strictObject(device.shape).optional(),
});

export type LoginInput = z.output<typeof loginInput>;

export const refreshInput = z.strictObject({ refreshToken: token });

export const sessionView = z
  .object({
    id: id('session'),
    /** `null` when the sign-in did not say. */
    device: device.nullable(),
    /** Address from which the session was begun; of IPv6 the /64. */
    source: z.string(),
    createdAt: timestamp,
    lastUsedAt: timestamp,
    current: z.boolean(),
  })
  .meta({ id: 'Session' });

export type SessionView = z.input<typeof sessionView>;

export const tokensView = z.object(tokenPair).meta({ id: 'TokenPair' });

export type TokensView = z.input<typeof tokensView>;

/** As standard clients send it: the hint and the client's name change nothing. */
export const tokenQueryInput = z.strictObject({
  token,
  token_type_hint: z.string().max(100).optional(),
  client_id: z.string().max(255).optional(),
});

/** RFC 7662. Of a token that is not honoured nothing but that is told. */
export const introspectionView = z
  .discriminatedUnion('active', [
    z.object({ active: z.literal(false) }),
    z.object({
      active: z.literal(true),
      /** Separated by blanks; a refresh token carries none. */
      scope: z.string().optional(),
      client_id: z.string(),
      token_type: z.literal('Bearer').optional(),
      /** The user. */
      sub: id('user'),
      iss: z.url(),
      aud: z.string().optional(),
      sid: id('session').optional(),
      /** Epoch seconds. */
      iat: z.int().optional(),
      /** Epoch seconds; left out of a key that does not expire. */
      exp: z.int().optional(),
    }),
  ])
  .meta({ id: 'Introspection' });

export type IntrospectionView = z.input<typeof introspectionView>;
