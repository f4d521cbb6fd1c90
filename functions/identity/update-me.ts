import { handle } from '../../lib/http/handle.ts';
import { updateMe as updateProfile } from '../../lib/identity/profiles.ts';
import { updateMe } from './routes.ts';

export const handler = handle(updateMe, ({ ctx, body, version }) =>
  updateProfile(ctx, body, version),
);
