import type { Needs } from '../needs.ts';
import { kebab } from '../queue/queue.ts';

/** The whole contract of a scheduled task. */
export interface TaskDefinition {
  /** `<domain>.<verbNoun>`; names the task's file and function. */
  id: `${string}.${string}`;
  summary: string;
  /** As EventBridge Scheduler writes it: `rate(1 minute)`, `cron(0 3 * * ? *)`. */
  schedule: `rate(${string})` | `cron(${string})`;
  /** IANA time zone in which a `cron(…)` is read. */
  zone: string;
  /** Longest run in seconds, 900 at most. */
  timeoutSeconds: number;
  needs: Needs;
  memoryMb?: number;
}

export function defineTask<const Definition extends TaskDefinition>(
  definition: Definition,
): Definition {
  return definition;
}

/** `sns.purgeDeletedPosts` → `purge-deleted-posts`. */
export function taskName({ id }: Pick<TaskDefinition, 'id'>): string {
  return kebab(id.slice(id.indexOf('.') + 1));
}
