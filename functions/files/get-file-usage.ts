import { findUsage } from '../../lib/files/list-files.ts';
import { handle } from '../../lib/http/handle.ts';
import { getFileUsage } from './routes.ts';

export const handler = handle(getFileUsage, ({ ctx }) => findUsage(ctx));
