import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { graphemeLength } from '../../lib/schema/text.ts';
import type { OpenApiDocument } from './operations.ts';

/** Says what is wrong with a value by a schema of the document; `undefined` when nothing is. */
export type Check = (pointer: string, value: unknown) => string | undefined;

const documentId = 'api';

/** Checks answers: no object may have fields that its schema does not declare. */
export function answerCheck(document: OpenApiDocument): Check {
  return checkOf(withFormats(new Ajv2020({ strict: false, allErrors: true })), document);
}

/**
 * Checks bodies of requests. Text is allowed when one of its forms is: as sent, or normalised and
 * trimmed as the API does; its length counts grapheme clusters.
 */
export function bodyCheck(document: OpenApiDocument): Check {
  const ajv = withFormats(new Ajv2020({ strict: false, allErrors: true }));
  for (const [keyword, fits] of [
    ['minLength', (limit: number, text: string) => graphemeLength(text) >= limit],
    ['maxLength', (limit: number, text: string) => graphemeLength(text) <= limit],
  ] as const) {
    ajv.removeKeyword(keyword);
    ajv.addKeyword({ keyword, type: 'string', schemaType: 'number', validate: fits });
  }
  const check = checkOf(ajv, document);
  return (pointer, value) => {
    const fault = check(pointer, value);
    if (fault === undefined) return undefined;
    const isFineAs = (form: (text: string) => string) =>
      check(pointer, mapText(value, form)) === undefined;
    return isFineAs((text) => text.normalize('NFC').trim()) ||
      isFineAs((text) => text.normalize('NFKC')) ||
      isFineAs((text) => text.normalize('NFKC').trim())
      ? undefined
      : fault;
  };
}

function withFormats(ajv: Ajv2020): Ajv2020 {
  addFormats.default(ajv);
  ajv.addFormat('idn-email', /^[^\s@]+@[^\s@]+$/u);
  return ajv;
}

function checkOf(ajv: Ajv2020, document: OpenApiDocument): Check {
  ajv.addSchema({ ...(closed(document) as object), $id: documentId }, undefined, false, false);
  const validators = new Map<string, ValidateFunction>();
  return (pointer, value) => {
    const validate =
      validators.get(pointer) ?? ajv.compile({ $ref: `${documentId}#${encodeURI(pointer)}` });
    validators.set(pointer, validate);
    return validate(value) ? undefined : ajv.errorsText(validate.errors, { dataVar: '' });
  };
}

/** The document with every object closed that says nothing about further fields. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, part]): [string, unknown] => [
    name,
    // Of parts that are put together none knows the fields of the others.
    name === 'allOf' ? part : closed(part),
  ]);
  const object: Record<string, unknown> = Object.fromEntries(entries);
  return object.type === 'object' &&
    typeof object.properties === 'object' &&
    object.additionalProperties === undefined
    ? { ...object, additionalProperties: false }
    : object;
}

function mapText(value: unknown, form: (text: string) => string): unknown {
  if (typeof value === 'string') return form(value);
  if (Array.isArray(value)) return value.map((item) => mapText(item, form));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, mapText(part, form)]),
  );
}
