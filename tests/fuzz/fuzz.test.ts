import { createWorld } from '../support/world.ts';
import { describeReport } from './describe-report.ts';
import { fuzz } from './fuzz.ts';
import { moaTarget } from './moa-target.ts';
import { openApi } from '../support/api.ts';

const api = await openApi(undefined);
