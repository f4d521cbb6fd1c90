import { AppError } from '../../lib/errors/app-error.ts';
import { handle } from '../../lib/http/handle.ts';
import { routeNotFound } from './routes.ts';

export const handler = handle(routeNotFound, () => {
  throw new AppError('request.route_not_found');
});
