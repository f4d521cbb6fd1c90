import { handle } from '../../lib/http/handle.ts';
import { ping } from './routes.ts';

export const handler = handle(ping, () => ({ message: 'pong' as const }));
