import { handle } from '../../../lib/http/handle.ts';
import { answerChallenge } from '../../../lib/identity/sign-in/answer-challenge.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.answerChallenge, ({ ctx, body }) =>
  answerChallenge(ctx, body),
);
