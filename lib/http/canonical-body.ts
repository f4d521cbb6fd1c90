import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { isUnambiguous } from './json-guard.ts';
import { bodyText } from './request.ts';

/**
 * A body in the one form by which repeats are compared: JSON as it is parsed, whatever the order of
 * its keys and the white space between them. What cannot be parsed stays as it was sent.
 */
export function canonicalBody(event: APIGatewayProxyEventV2): string {
  const text = bodyText(event) ?? '';
  if (!isUnambiguous(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), sorted);
  } catch {
    // It is refused when it is read, or is a form.
    return text;
  }
}

const sorted = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
