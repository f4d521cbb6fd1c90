import * as z from 'zod';
import type { ErrorDefinition } from '../errors/define-error.ts';
import { invalidRequest } from '../errors/request-errors.ts';
import { rules } from '../schema/rule.ts';

const fault = z
  .object({
    path: z.string().meta({ description: 'Where it is: `body.text`, `query.limit`' }),
    message: z.string().meta({ description: 'What to change' }),
    rule: z.enum(rules).meta({ description: 'Of which kind it is, to translate by' }),
  })
  .meta({ id: 'InputFault' });

/** Body of every error (RFC 9457). */
const problem = z
  .object({
    type: z.url().meta({ description: 'Page that tells the cause and the fix' }),
    title: z.string().meta({ description: 'What happened, the same for every occurrence' }),
    status: z.int().min(400).max(599),
    detail: z.string().optional().meta({ description: 'What is special about this occurrence' }),
    code: z.string().meta({ description: 'Stable: `domain.reason`' }),
    requestId: z.string().meta({ description: 'Names the request when you report it' }),
    errors: z
      .array(fault)
      .optional()
      .meta({ description: 'Each fault of the input, by its place' }),
  })
  .meta({ id: 'Problem' });

/** Schemas that the problems of all routes refer to. */
export function problemSchemas(): Record<string, object> {
  const all = z.toJSONSchema(z.array(problem), { target: 'draft-2020-12' });
  const text = JSON.stringify(all.$defs).replaceAll('#/$defs/', '#/components/schemas/');
  const schemas = JSON.parse(text) as Record<string, { id?: string }>;
  for (const schema of Object.values(schemas)) delete schema.id;
  return schemas;
}

const byCode = (a: ErrorDefinition, b: ErrorDefinition) => (a.code < b.code ? -1 : 1);

/** An example of each error, as an answer carries it. */
export function problemExamples(apiUrl: string, errors: readonly ErrorDefinition[]) {
  return Object.fromEntries(
    [...new Set(errors)].toSorted(byCode).map(({ code, status, title }) => {
      const value = {
        type: `${apiUrl}/docs/errors/${code}`,
        title,
        status,
        code,
        requestId: 'CkX4yhGzIAMEVxA=',
        ...(code === invalidRequest.code && {
          errors: [{ path: 'query.colour', message: 'is not known here', rule: 'unknown' }],
        }),
      };
      return [code, { summary: title, value }];
    }),
  );
}

const header = (description: string, example: string) => ({
  description,
  schema: { type: 'string' as const },
  example,
});

/** Headers of answers, by name. */
export const headerComponents = {
  'X-Request-Id': header('Id of the request, yours or made', 'CkX4yhGzIAMEVxA='),
  ETag: header('Version of the object, for `If-Match`', '"3"'),
  Link: header('The next page, when there is one', '</v1/timeline?limit=20&cursor=…>; rel="next"'),
  Location: header(
    'Address of what was created, or of what is asked for',
    '/v1/posts/post_01jd3v9k2m4n5p6q7r8s9t0v1w',
  ),
  'Idempotency-Replayed': header('`true` when the outcome is that of an earlier request', 'true'),
  RateLimit: header('Requests left and seconds until all are back', '"default";r=19;t=3'),
  'RateLimit-Policy': header(
    'Requests at once and the seconds they come back in',
    '"default";q=20;w=60',
  ),
  'Retry-After': header('Seconds after which a repeat can succeed', '1'),
  'WWW-Authenticate': header('The credentials that are missing (RFC 6750)', 'Bearer realm="moa"'),
} as const;
