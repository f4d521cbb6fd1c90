import { handle } from '../../lib/http/handle.ts';
import { readRelationships } from '../../lib/sns/read-relationships.ts';
import { listRelationships } from './routes.ts';

export const handler = handle(listRelationships, ({ ctx, query }) =>
  readRelationships(ctx, query.ids),
);
