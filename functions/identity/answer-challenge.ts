import { handle } from '../../lib/http/handle.ts';
import { answerChallenge as answer } from '../../lib/identity/answer-challenge.ts';
import { answerChallenge } from './routes.ts';

export const handler = handle(answerChallenge, ({ ctx, body }) => answer(ctx, body));
