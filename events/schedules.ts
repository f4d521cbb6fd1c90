import type { TaskDefinition } from '../lib/cron/task.ts';
import { filesTasks } from './schedules/files.ts';
import { identityTasks } from './schedules/identity.ts';
import { snsTasks } from './schedules/sns.ts';

/** Every scheduled task. */
export const tasks: readonly TaskDefinition[] = [...identityTasks, ...snsTasks, ...filesTasks];
