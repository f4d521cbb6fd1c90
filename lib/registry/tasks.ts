import { filesTasks } from '../../events/schedules/files.ts';
import { identityTasks } from '../../events/schedules/identity.ts';
import { snsTasks } from '../../events/schedules/sns.ts';
import type { TaskDefinition } from '../cron/task.ts';

/** Every scheduled task. */
export const tasks: readonly TaskDefinition[] = [...identityTasks, ...snsTasks, ...filesTasks];
