import { handleWithoutTable } from '../../lib/http/handle-without-table.ts';
import { ping } from './routes.ts';

export const handler = handleWithoutTable(ping, () => ({ message: 'pong' as const }));
