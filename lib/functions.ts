import { kebab } from './queue/queue.ts';

export type FunctionKind = 'route' | 'worker' | 'task';

const folders = { route: '', worker: 'workers/', task: 'tasks/' } as const;

/** `sns.createPost` → `functions/sns/create-post`: the module whose `handler` Lambda calls. */
export function modulePath(kind: FunctionKind, id: string): string {
  const [domain = '', name = ''] = id.split('.');
  return `functions/${domain}/${folders[kind]}${kebab(name)}`;
}

/** `sns.createPost` → `sns-create-post`: the function's name without service and stage. */
export function functionName(id: string): string {
  return id.split('.').map(kebab).join('-');
}
