import { companiesTasks } from '../../events/schedules/companies.ts';
import { filesTasks } from '../../events/schedules/files.ts';
import { identityTasks } from '../../events/schedules/identity.ts';
import { platformTasks } from '../../events/schedules/platform.ts';
import { snsTasks } from '../../events/schedules/sns.ts';
import type { TaskDefinition } from '../cron/task.ts';

/** Every scheduled task. */
export const tasks: readonly TaskDefinition[] = [
  ...platformTasks,
  ...identityTasks,
  ...snsTasks,
  ...filesTasks,
  ...companiesTasks,
];
