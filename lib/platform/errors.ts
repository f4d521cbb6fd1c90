import { defineErrors } from '../errors/define-errors.ts';

export const platformErrors = defineErrors('platform', {
  error_code_not_found: {
    status: 404,
    title: 'There is no such error code',
    fix: 'Look the code up in the list under `/docs/errors`.',
  },
  asset_not_found: {
    status: 404,
    title: 'There is no such file',
    fix: 'Open `/docs` and follow its links.',
  },
  queue_not_found: {
    status: 404,
    title: 'There is no such queue',
    fix: 'Use a name that `GET /v1/admin/queues` lists.',
  },
});
