import { AppError } from '../../../lib/errors/app-error.ts';
import { noSuchRoute } from '../../../lib/errors/request-errors.ts';
import { handleWithoutTable } from '../../../lib/http/handle-without-table.ts';
import * as routes from './routes.ts';

export const handler = handleWithoutTable(routes.routeNotFound, () => {
  throw new AppError(noSuchRoute);
});
