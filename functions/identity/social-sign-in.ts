import { handle } from '../../lib/http/handle.ts';
import { socialSignIn as signIn } from '../../lib/identity/social-sign-in.ts';
import { socialSignIn } from './routes.ts';

export const handler = handle(socialSignIn, ({ ctx, params, body }) =>
  signIn(ctx, params.provider, body),
);
