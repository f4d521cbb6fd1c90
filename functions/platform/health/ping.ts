import { handleWithoutTable } from '../../../lib/http/handle-without-table.ts';
import * as routes from './routes.ts';

export const handler = handleWithoutTable(routes.ping, () => ({ message: 'pong' as const }));
