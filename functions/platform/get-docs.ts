import { handle } from '../../lib/http/handle.ts';
import { showReference } from '../../lib/platform/docs.ts';
import { getDocs } from './routes.ts';

export const handler = handle(getDocs, () => showReference());
