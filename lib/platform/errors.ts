import { defineError } from '../errors/define-error.ts';

export const errorCodeNotFound = defineError('platform.error_code_not_found', {
  status: 404,
  title: 'There is no such error code',
  fix: 'Look the code up in the list under `/docs/errors`.',
});

export const assetNotFound = defineError('platform.asset_not_found', {
  status: 404,
  title: 'There is no such file',
  fix: 'Open `/docs` and follow its links.',
});

export const queueNotFound = defineError('platform.queue_not_found', {
  status: 404,
  title: 'There is no such queue',
  fix: 'Use a name that `GET /v1/admin/queues` lists.',
});
