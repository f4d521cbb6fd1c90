import * as z from 'zod';
import { identityProviders } from '../../schema/identity-providers.ts';
import { ConsoleProblem, type ConsoleRoute } from './reply.ts';
import type { Stack } from './stack.ts';

const usualLifeSeconds = 3600;

const order = z.strictObject({
  provider: z.enum(identityProviders),
  subject: z.string().min(1),
  email: z.string().optional(),
  emailVerified: z.boolean().optional(),
  name: z.string().optional(),
  audience: z.string().optional(),
  expiresInSeconds: z.number().default(usualLifeSeconds),
});

type Order = z.infer<typeof order>;

/** ID tokens as Google and Firebase would sign them. */
export const identityTokenRoutes = (stack: Stack): ConsoleRoute[] => [
  [
    'POST',
    '/identity-tokens',
    async ({ body }) => {
      const parsed = order.safeParse(body);
      if (!parsed.success) throw new ConsoleProblem(400, 'invalid', z.prettifyError(parsed.error));
      const { provider } = parsed.data;
      const response = await fetch(`${stack.idpAddress}/${provider}/tokens`, {
        method: 'POST',
        body: JSON.stringify({ claims: claimsOf(parsed.data, stack) }),
      });
      if (!response.ok) throw new Error(`The issuer answered ${response.status}`);
      return { idToken: ((await response.json()) as { token: string }).token };
    },
  ],
];

function claimsOf({ provider, ...given }: Order, stack: Stack): Record<string, unknown> {
  const { issuers, audiences } = stack.identityProviders()[provider];
  const seconds = Math.floor(stack.now().getTime() / 1000);
  const { subject, email, emailVerified = false, name } = given;
  return {
    iss: issuers[0],
    aud: given.audience ?? audiences[0],
    sub: subject,
    iat: seconds,
    exp: seconds + given.expiresInSeconds,
    ...(email !== undefined && { email, email_verified: emailVerified }),
    ...(name !== undefined && { name }),
    ...(provider === 'firebase' && firebaseClaims(subject, seconds)),
  };
}

const firebaseClaims = (subject: string, seconds: number) => ({
  auth_time: seconds,
  user_id: subject,
  firebase: { identities: {}, sign_in_provider: 'custom' },
});
