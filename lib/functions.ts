import { kebab } from './queue/queue.ts';

export type FunctionKind = 'route' | 'worker' | 'task';

const folders = { worker: 'workers', task: 'tasks' } as const;

/**
 * `sns.createPost` of the feature `publishing` → `functions/sns/publishing/create-post`: the module
 * whose `handler` Lambda calls. Workers and tasks stand in one folder for their domain.
 */
export function modulePath(kind: FunctionKind, id: string, feature = ''): string {
  const [domain = '', name = ''] = id.split('.');
  const folder = kind === 'route' ? feature : folders[kind];
  return ['functions', domain, folder, kebab(name)].filter(Boolean).join('/');
}

/** `sns.createPost` → `sns-create-post`: the function's name without service and stage. */
export function functionName(id: string): string {
  return id.split('.').map(kebab).join('-');
}
