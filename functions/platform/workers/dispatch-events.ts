import { dispatch } from '../../../lib/events/dispatch.ts';
import { changeRules } from '../../../lib/events/rules.ts';
import { queues } from '../../registry.ts';

export const handler = dispatch(changeRules, queues);
