import { handleWithoutTable } from '../../../lib/http/handle-without-table.ts';
import { listErrors } from '../../../lib/platform/docs/list-errors.ts';
import { errors } from '../../../lib/registry/errors.ts';
import * as routes from './routes.ts';

export const handler = handleWithoutTable(routes.listErrors, () => listErrors(errors));
