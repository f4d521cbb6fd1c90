import { handle } from '../../../lib/http/handle.ts';
import { listRelationships } from '../../../lib/relations/list-relationships.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.listRelationships, ({ ctx, query }) =>
  listRelationships(ctx, query.ids),
);
