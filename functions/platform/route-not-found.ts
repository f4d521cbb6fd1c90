import { AppError } from '../../lib/errors/app-error.ts';
import { handleWithoutTable } from '../../lib/http/handle-without-table.ts';
import { routeNotFound } from './routes.ts';

export const handler = handleWithoutTable(routeNotFound, () => {
  throw new AppError('request.route_not_found');
});
