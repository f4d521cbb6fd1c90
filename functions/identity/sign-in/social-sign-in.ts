import { handle } from '../../../lib/http/handle.ts';
import { socialSignIn } from '../../../lib/identity/sign-in/social-sign-in.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.socialSignIn, ({ ctx, params, body }) =>
  socialSignIn(ctx, params.provider, body),
);
