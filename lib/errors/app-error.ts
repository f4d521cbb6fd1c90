import type { ErrorDefinition } from './define-error.ts';

/** One fault of the input: where it is (`body.text`, `query.limit`) and what to change. */
export interface InputFault {
  path: string;
  message: string;
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

/** The one way to refuse: an error plus what is special about this occurrence. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string | undefined;
  readonly errors: InputFault[] | undefined;
  readonly headers: Record<string, string>;

  constructor({ code, status, title }: ErrorDefinition, options: AppErrorOptions = {}) {
    super(options.detail ?? title, { cause: options.cause });
    this.code = code;
    this.status = status;
    this.title = title;
    this.detail = options.detail;
    this.errors = options.errors;
    this.headers = {
      ...(options.retryAfterSeconds !== undefined && {
        'retry-after': String(Math.max(1, Math.ceil(options.retryAfterSeconds))),
      }),
      ...options.headers,
    };
  }
}
