import type * as z from 'zod';
import type { Rule } from '../schema/rule.ts';
import type { ErrorDefinition } from './define-error.ts';

/** One fault of the input: where it is (`body.text`, `query.limit`), what to change, and of which kind. */
export interface InputFault {
  path: string;
  message: string;
  rule: Rule;
}

export interface AppErrorOptions {
  /** Public: what is special about this occurrence. Never internal names. */
  detail?: string;
  /** Internal: logged, never sent. */
  cause?: unknown;
  /** Public: each fault of the input. */
  errors?: InputFault[];
  /** Public: seconds until a retry can succeed; becomes `Retry-After`. */
  retryAfterSeconds?: number;
  /** Public: further response headers, such as `WWW-Authenticate`. */
  headers?: Record<string, string>;
}

type Members = z.ZodObject | undefined;

/** An error that declares members takes them. */
type Options<M extends Members> = M extends z.ZodObject
  ? [options: AppErrorOptions & { members: z.input<M> }]
  : [options?: AppErrorOptions];

/** The one way to refuse: an error plus what is special about this occurrence. */
export class AppError<M extends Members = Members> extends Error {
  override readonly name = 'AppError';
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string | undefined;
  readonly errors: InputFault[] | undefined;
  readonly headers: Record<string, string>;

  /** Members of the problem as they were given, and what they must be. */
  readonly members: unknown;
  readonly membersSchema: (() => Members) | undefined;

  constructor(definition: ErrorDefinition<string, M>, ...given: Options<M>) {
    const { code, status, title } = definition;
    const options: AppErrorOptions & { members?: unknown } = given[0] ?? {};
    super(options.detail ?? title, { cause: options.cause });
    this.code = code;
    this.status = status;
    this.title = title;
    this.detail = options.detail;
    this.errors = options.errors;
    this.members = options.members;
    this.membersSchema = definition.members;
    this.headers = {
      ...(options.retryAfterSeconds !== undefined && {
        'retry-after': String(Math.max(1, Math.ceil(options.retryAfterSeconds))),
      }),
      ...options.headers,
    };
  }
}
