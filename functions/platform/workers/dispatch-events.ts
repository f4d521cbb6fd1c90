import { queues } from '../../../events/queues.ts';
import { dispatch } from '../../../lib/events/dispatch.ts';
import { changeRules } from '../../../lib/events/rules.ts';

export const handler = dispatch(changeRules, queues);
