import { isUtf8 } from 'node:buffer';
import httpJsonBodyParser from '@middy/http-json-body-parser';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { AppError, type InputFault } from '../../errors/app-error.ts';
import { bodyTooLarge, malformedJson, unsupportedMediaType } from '../../errors/request-errors.ts';
import type { Rule } from '../../schema/rule.ts';
import { versionOf } from '../etag.ts';
import { isUnambiguous } from '../json-guard.ts';
import { bodyText } from '../request.ts';
import type { RouteDefinition } from '../route.ts';
import { invalid } from './problems.ts';
import { type RouteMiddleware, stateOf } from './state.ts';

const formType = /^application\/x-www-form-urlencoded\s*(;\s*charset="?utf-8"?\s*)?$/i;
const maxBodyBytes = 1024 * 1024;
const maxFields = 100;
const maxFaults = 50;
const maxNamedKey = 100;

/** Adds what every list takes to the query of a paginated route. */
export function queryOf(route: RouteDefinition): z.ZodObject {
  const query = route.query ?? z.strictObject({});
  if (!route.paginated) return query;
  return query.extend({
    limit: z
      .string()
      .regex(/^\d{1,3}$/, 'must be a number from 1 to 100')
      .transform(Number)
      .pipe(z.int().min(1).max(100))
      .default(20),
    cursor: z.string().max(4096).optional(),
  });
}

/** Reads path, query, body and preconditions by the route's schemas. */
export function parsing(route: RouteDefinition): RouteMiddleware {
  const params = route.params ?? z.strictObject({});
  const query = queryOf(route);
  return {
    before: async ({ event }) => {
      const state = stateOf(event);
      if (state.replay) return;
      let body: unknown;
      const faults: InputFault[] = [];
      const read = (schema: z.ZodType, value: unknown, place: string) => {
        const parsed = schema.safeParse(value);
        if (!parsed.success) {
          for (const fault of faultsOf(parsed.error, place, value)) faults.push(fault);
        }
        return parsed.data;
      };
      if (route.body && !(bodyText(event) === undefined && route.body.isOptional())) {
        body = await readBody(event, route);
      }
      state.params = read(params, { ...event.pathParameters }, 'path');
      state.query = read(query, singleValues(event), 'query');
      if (route.body) state.body = read(route.body, body, 'body');
      if (faults.length > 0) throw invalid(faults.slice(0, maxFaults));
      if (route.ifMatch) state.version = versionOf(event.headers['if-match']);
    },
  };
}

const parseJson = httpJsonBodyParser();

async function readBody(event: APIGatewayProxyEventV2, { form }: RouteDefinition) {
  refuseEncoded(event);
  const isForm = form && formType.test(event.headers['content-type'] ?? '');
  const text = readableText(event, isForm ? 'form' : 'json');
  const isText = !event.isBase64Encoded || isUtf8(Buffer.from(event.body ?? '', 'base64'));
  const json = { event: { ...event, body: text as unknown, isBase64Encoded: false } };
  if (isForm) json.event.body = valuesOf(text, 'body');
  else {
    try {
      await parseJson.before?.(json as never);
    } catch (error) {
      throw jsonError(error);
    }
  }
  if (!isText) throw new AppError(malformedJson);
  return json.event.body;
}

/** Bodies are read as they are: an archive of a megabyte can hold a gigabyte. */
function refuseEncoded({ headers }: APIGatewayProxyEventV2): void {
  const coding = headers['content-encoding']?.trim().toLowerCase() ?? '';
  if (coding === '' || coding === 'identity') return;
  // RFC 9110, 12.5.3: the field in an answer tells what may be sent.
  throw new AppError(unsupportedMediaType, {
    headers: { 'accept-encoding': 'identity' },
  });
}

function readableText(event: APIGatewayProxyEventV2, kind: 'form' | 'json'): string {
  const body = bodyText(event);
  if (body === undefined) {
    throw invalid([{ path: 'body', message: isRequired, rule: 'required' }]);
  }
  if (Buffer.byteLength(body) > maxBodyBytes) throw new AppError(bodyTooLarge);
  if (kind === 'json' && !isUnambiguous(body)) throw new AppError(malformedJson);
  return body;
}

function jsonError(error: unknown): AppError {
  const isTypeError = (error as { statusCode?: number }).statusCode === 415;
  return new AppError(
    isTypeError ? unsupportedMediaType : malformedJson,
    // The parser's cause quotes the body, which must not reach a log.
    {},
  );
}

/** API Gateway joins repeated parameters by commas, so the raw query is read. */
const singleValues = ({ rawQueryString }: APIGatewayProxyEventV2) =>
  valuesOf(rawQueryString, 'query');

/**
 * Fields of a query or a form; one that is repeated is a list, which no field takes. Too many are
 * refused before any is read.
 */
function valuesOf(text: string, place: string): Record<string, unknown> {
  let fields = 1;
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) {
    fields += 1;
    if (fields > maxFields) {
      const message = `must have at most ${maxFields} fields`;
      throw invalid([{ path: place, message, rule: 'max' }]);
    }
  }
  const values = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    const before = values.get(name);
    values.set(name, before === undefined ? value : [before, value].flat());
  }
  return Object.fromEntries(values);
}

const isRequired = 'is required';

function faultsOf(error: z.ZodError, place: string, input: unknown): InputFault[] {
  return error.issues.flatMap((issue): InputFault[] => {
    const path = [place, ...issue.path.map(named)].join('.');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: `${path}.${named(key)}`,
        message: 'is not known here',
        rule: 'unknown',
      }));
    }
    if (isTypeFault(issue) && valueAt(input, issue.path) === undefined) {
      return [{ path, message: isRequired, rule: 'required' }];
    }
    return [{ path, message: issue.message, rule: ruleOf(issue) }];
  });
}

type Issue = z.core.$ZodIssue;

/** What a schema says of a value that is not there at all. */
const isTypeFault = ({ code }: Issue) =>
  code === 'invalid_type' || code === 'invalid_value' || code === 'invalid_union';

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key],
    input,
  );
}

const ruleOfCode: Readonly<Partial<Record<Issue['code'], Rule>>> = {
  invalid_type: 'type',
  too_small: 'min',
  too_big: 'max',
  invalid_value: 'enum',
};

/** Checks of a text that compare it with a pattern; the other formats have names. */
const patterns = ['regex', 'starts_with', 'ends_with', 'includes', 'lowercase', 'uppercase'];

function ruleOf(issue: Issue): Rule {
  if (issue.code === 'custom') return (issue.params?.rule as Rule | undefined) ?? 'custom';
  if (issue.code === 'invalid_format') {
    return patterns.includes(issue.format) ? 'pattern' : 'format';
  }
  if (issue.code === 'invalid_union') {
    const kinds = new Set(issue.errors.flat().map(ruleOf));
    const [kind = 'enum'] = kinds;
    return kinds.size > 1 ? 'custom' : kind;
  }
  return ruleOfCode[issue.code] ?? 'custom';
}

/** A key as an answer names it: the caller chose it, and can have made it a megabyte long. */
function named(key: PropertyKey): string {
  const name = String(key);
  return name.length <= maxNamedKey ? name : `${name.slice(0, maxNamedKey)}…`;
}
