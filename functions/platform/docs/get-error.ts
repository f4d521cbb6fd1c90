import { handleWithoutTable } from '../../../lib/http/handle-without-table.ts';
import { getError } from '../../../lib/platform/docs/get-error.ts';
import { errors } from '../../../lib/registry/errors.ts';
import * as routes from './routes.ts';

export const handler = handleWithoutTable(routes.getError, ({ params }) =>
  getError(errors, params.code),
);
