import { S3Refusal } from './refusal.ts';

export type XmlValue = string | number | boolean | undefined | XmlObject | readonly XmlValue[];
export interface XmlObject {
  [name: string]: XmlValue;
}

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** A document with one root element; lists become repeated elements, `undefined` nothing. */
export function writeXml(root: string, content: XmlObject, withNamespace = true): string {
  const attributes = withNamespace ? ` xmlns="${namespace}"` : '';
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attributes}>${inner(content)}</${root}>`;
}

function inner(content: XmlObject): string {
  return Object.entries(content)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => [name, one]))
    .map(([name, value]) => element(String(name), value as XmlValue))
    .join('');
}

function element(name: string, value: XmlValue): string {
  if (value === undefined) return '';
  const content = typeof value === 'object' ? inner(value as XmlObject) : escapeXml(String(value));
  return `<${name}>${content}</${name}>`;
}

const escapes: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
  '\r': '&#13;',
};

const escapeXml = (text: string) => text.replace(/[<>&"\r]/g, (sign) => escapes[sign] ?? sign);

export interface XmlElement {
  name: string;
  text: string;
  children: XmlElement[];
}

const entities: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
};

const unescapeXml = (text: string) =>
  text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex as string, 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    return entities[name as string] ?? whole;
  });

const malformed = () =>
  new S3Refusal(
    400,
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

/**
 * The root element of a request's body: elements and text, which is all that S3 is ever sent.
 *
 * @throws S3Refusal MalformedXML
 */
export function readXml(text: string, root: string): XmlElement {
  const top: XmlElement = { name: '', text: '', children: [] };
  const open = [top];
  let at = 0;
  for (const match of text.matchAll(/<(\/?)([\w:.-]+)[^<>]*?(\/?)>|<\?[^<>]*\?>/g)) {
    const parent = open.at(-1) ?? top;
    parent.text += unescapeXml(text.slice(at, match.index));
    at = match.index + match[0].length;
    const [, closing, name, empty] = match;
    if (name === undefined) continue;
    if (closing) {
      if (open.pop()?.name !== name || open.length === 0) throw malformed();
      continue;
    }
    const child: XmlElement = { name, text: '', children: [] };
    parent.children.push(child);
    if (!empty) open.push(child);
  }
  const [only, ...others] = top.children;
  if (open.length !== 1 || only?.name !== root || others.length > 0) throw malformed();
  if (`${top.text}${text.slice(at)}`.trim() !== '') throw malformed();
  return only;
}

export const childrenOf = (element: XmlElement, name: string) =>
  element.children.filter((child) => child.name === name);

export const textOf = (element: XmlElement, name: string): string | undefined =>
  childrenOf(element, name)[0]?.text;
