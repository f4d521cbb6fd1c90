import { createLeakDetector } from './leaks.ts';
import type { DocumentedAnswer, JsonSchema, Operation } from './operations.ts';
import { operationsOf } from './operations.ts';
import { type PlainRequest, targetOf } from './request.ts';
import { answerCheck, bodyCheck } from './schemas.ts';
import { type Answer, mediaTypeOf, type Target } from './target.ts';

/** Something that an answer must not be. */
export interface Finding {
  oracle:
    | 'server error'
    | 'no answer'
    | 'undocumented status'
    | 'undocumented content type'
    | 'undocumented body'
    | 'bad problem document'
    | 'leak'
    | 'invalid request accepted'
    | 'undocumented operation'
    | 'never succeeds'
    | 'idempotency'
    | 'privacy'
    | 'property';
  message: string;
}

/** Judges single exchanges. */
export interface Judge {
  operations: readonly Operation[];
  /** The operation that a request reaches, as the document tells. */
  reached: (method: string, path: string) => Operation | undefined;
  /**
   * @param mustRefuse why the request must not succeed, when the schema does not tell
   */
  judge: (
    operation: Operation,
    request: PlainRequest,
    answer: Answer,
    mustRefuse?: string,
  ) => Finding[];
  /** How a request differs from what is documented; `undefined` when it does not. */
  violation: (operation: Operation, request: PlainRequest) => string | undefined;
}

const problemType = 'application/problem+json';
/** A gateway refuses longer heads by itself. */
const largestHead = 9000;

export function createJudge({ document, secrets, baseUrl }: Target): Judge {
  const operations = operationsOf(document);
  const leaks = createLeakDetector(secrets);
  const checkAnswer = answerCheck(document);
  const checkBody = bodyCheck(document);

  const reached = (method: string, path: string): Operation | undefined =>
    operations
      .filter((operation) => operation.method === method && fits(operation.path, path))
      .sort((a, b) => parametersIn(a.path) - parametersIn(b.path))[0];

  /** Whether the request comes to its operation as it is, not to another one or a gateway's refusal. */
  function arrives(operation: Operation, request: PlainRequest): boolean {
    const target = targetOf(operation, request);
    const path = target.split('?')[0] ?? '';
    const head = Object.entries(request.headers).flat().join('').length + target.length;
    return (
      head <= largestHead &&
      isDecodable(target) &&
      new URL(`${baseUrl}${target}`).pathname === path &&
      reached(request.method, path) === operation
    );
  }

  function violation(operation: Operation, request: PlainRequest): string | undefined {
    for (const parameter of operation.parameters) {
      const values = valuesOf(parameter.in, parameter.name, request);
      const [value] = values;
      const place = `${parameter.in} parameter ${parameter.name}`;
      if (value === undefined) {
        if (parameter.required) return `${place} is missing`;
        continue;
      }
      if (values.length > 1) return `${place} stands twice`;
      if (!parameterFits(parameter.schema, value)) return `${place} is against its schema`;
    }
    const known = operation.parameters.filter((one) => one.in === 'query').map(({ name }) => name);
    const unknown = request.query.find(([name]) => !known.includes(name));
    if (unknown) return `query parameter ${unknown[0]} is not documented`;
    return operation.body && bodyViolation(operation.body, request);
  }

  function bodyViolation(
    { required, pointer }: NonNullable<Operation['body']>,
    { body, headers }: PlainRequest,
  ): string | undefined {
    if (body === undefined || body.length === 0) return required ? 'there is no body' : undefined;
    if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(headers['content-type'] ?? '')) {
      return 'the body is not of a documented content type';
    }
    let value: unknown;
    try {
      value = JSON.parse(
        typeof body === 'string'
          ? body
          : new TextDecoder('utf8', { fatal: true, ignoreBOM: true }).decode(body),
      );
    } catch {
      return 'the body is no JSON';
    }
    const fault = checkBody(pointer, value);
    return fault && `the body is against its schema: ${shortened(fault)}`;
  }

  function judgeBody(
    { status, headers, text, body }: Answer,
    documented: DocumentedAnswer,
  ): Finding[] {
    const type = mediaTypeOf(headers);
    if (documented.content.size === 0) {
      return text === ''
        ? []
        : [{ oracle: 'undocumented body', message: `${status} is documented without a body` }];
    }
    const content = documented.content.get(type) ?? documented.content.get('*/*');
    if (!content) {
      const message = `${status} is not documented as ${type || 'an answer without a type'}`;
      return [{ oracle: 'undocumented content type', message }];
    }
    if (!type.endsWith('json')) return [];
    if (body === undefined) {
      return [{ oracle: 'undocumented body', message: `${status} carries no JSON` }];
    }
    const fault = checkAnswer(content.pointer, body);
    const findings: Finding[] = [];
    if (fault !== undefined) {
      const message = `the body of ${status} is against its schema: ${shortened(fault)}`;
      findings.push({ oracle: 'undocumented body', message });
    }
    const { code } = body as { code?: unknown };
    if (type === problemType && content.codes.size > 0 && !content.codes.has(String(code))) {
      const message = `the code ${String(code)} is not documented for ${status}`;
      findings.push({ oracle: 'bad problem document', message });
    }
    return findings;
  }

  return {
    operations,
    reached,
    violation,
    judge(operation, request, answer, mustRefuse) {
      const { status, headers, text } = answer;
      leaks.remember(sentText(operation, request));
      const findings: Finding[] = [];
      const documented = operation.answers.get(status);
      // As the health of the service is: it may be bad, and that is no problem document.
      const isReport = documented?.content.has(mediaTypeOf(headers)) && !isProblem(answer);
      if (status >= 500 && !isReport) {
        findings.push({ oracle: 'server error', message: `${status}: ${shortened(text)}` });
      }
      const isHead = request.method === 'HEAD';
      if (status >= 400 && !isHead && !isReport) findings.push(...judgeProblem(answer));
      const leak = isCode(headers) ? undefined : leaks.find(`${[...headers].join('\n')}\n${text}`);
      if (leak !== undefined) findings.push({ oracle: 'leak', message: shortened(leak) });
      if (!arrives(operation, request)) {
        if (request.rawPath === undefined && request.method !== operation.method && status < 400) {
          const path = targetOf(operation, request).split('?')[0] ?? '';
          if (!reached(request.method, path) && !isHead && request.method !== 'OPTIONS') {
            const message = `${request.method} answers ${status} and is not documented`;
            findings.push({ oracle: 'undocumented operation', message });
          }
        }
        return findings;
      }
      if (!documented) {
        findings.push({ oracle: 'undocumented status', message: String(status) });
      } else if (status < 500 || isReport) findings.push(...judgeBody(answer, documented));
      const reason = status < 400 ? (mustRefuse ?? violation(operation, request)) : undefined;
      if (reason !== undefined) {
        findings.push({
          oracle: 'invalid request accepted',
          message: `${status}, though ${reason}`,
        });
      }
      return findings;
    },
  };
}

function judgeProblem({ status, headers, body }: Answer): Finding[] {
  const wrong = (message: string): Finding[] => [{ oracle: 'bad problem document', message }];
  if (!isProblem({ headers })) {
    return wrong(`${status} comes as ${headers.get('content-type') ?? 'no type'}`);
  }
  const problem = body as Record<string, unknown> | undefined;
  if (problem?.status !== status) return wrong(`${status} does not say its status`);
  if (typeof problem.title !== 'string' || typeof problem.type !== 'string') {
    return wrong(`${status} has no title or type`);
  }
  if (!/^[a-z_]+\.[a-z_]+$/.test(String(problem.code))) return wrong(`${status} has no code`);
  if (problem.requestId !== headers.get('x-request-id')) {
    return wrong(`${status} names another request than X-Request-Id`);
  }
  return [];
}

const isProblem = ({ headers }: Pick<Answer, 'headers'>) => mediaTypeOf(headers) === problemType;

/** Scripts and styles tell nothing of a request. */
const isCode = (headers: Headers) => /^(text\/(css|javascript)|image\/)/.test(mediaTypeOf(headers));

const parametersIn = (path: string) => path.split('{').length;

function fits(template: string, path: string): boolean {
  const parts = template.split('/');
  const given = path.split('/');
  return (
    parts.length === given.length &&
    parts.every((part, at) => (part.startsWith('{') ? given[at] !== '' : part === given[at]))
  );
}

function isDecodable(target: string): boolean {
  try {
    decodeURIComponent(target);
    return true;
  } catch {
    return false;
  }
}

function valuesOf(place: 'path' | 'query' | 'header', name: string, request: PlainRequest) {
  if (place === 'query')
    return request.query.filter(([one]) => one === name).map(([, value]) => value);
  const value = place === 'path' ? request.params[name] : request.headers[name.toLowerCase()];
  return value === undefined ? [] : [value];
}

/** Whether the text of a parameter can be read as its schema says. */
function parameterFits(schema: JsonSchema, text: string): boolean {
  const variants = (schema.anyOf ?? schema.oneOf) as readonly JsonSchema[] | undefined;
  if (variants) return variants.some((variant) => parameterFits(variant, text));
  if (Array.isArray(schema.enum)) return schema.enum.map(String).includes(text);
  if (schema.type === 'integer' || schema.type === 'number') {
    const number = Number(text);
    const isNumber = schema.type === 'integer' ? /^[+-]?\d+$/.test(text) : Number.isFinite(number);
    return (
      isNumber &&
      number >= Number(schema.minimum ?? Number.NEGATIVE_INFINITY) &&
      number <= Number(schema.maximum ?? Number.POSITIVE_INFINITY)
    );
  }
  if (schema.type === 'boolean') return text === 'true' || text === 'false';
  const length = Array.from(text).length;
  return (
    length >= Number(schema.minLength ?? 0) &&
    length <= Number(schema.maxLength ?? Number.POSITIVE_INFINITY) &&
    (typeof schema.pattern !== 'string' || new RegExp(schema.pattern, 'u').test(text))
  );
}

function sentText(operation: Operation, request: PlainRequest): string {
  const target = targetOf(operation, request);
  return [
    isDecodable(target) ? decodeURIComponent(target) : target,
    ...Object.values(request.headers),
    typeof request.body === 'string' ? readable(request.body) : '',
  ].join('\n');
}

/** A body with its texts as they are after parsing beside it. */
function readable(body: string): string {
  return body.includes('\\')
    ? `${body}\n${body.replaceAll('\\\\', '\\').replaceAll('\\"', '"')}`
    : body;
}

const shortened = (text: string) => (text.length <= 300 ? text : `${text.slice(0, 300)}…`);
