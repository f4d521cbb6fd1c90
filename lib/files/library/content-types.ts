const token = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";

/** One that does not begin with the wild card. */
const name = `[A-Za-z0-9!#$%&'+.^_\`|~-](?:${token})?`;
const quoted = String.raw`"(?:[\t\x20!\x23-\x5b\x5d-\x7e]|\\[\t\x20-\x7e])*"`;
const parameter = `[\\t ]*;[\\t ]*(${token})=(${token}|${quoted})`;

/** RFC 9110, 8.3.1: type, subtype and parameters; no range of types, as one with `*` is. */
export const mediaType = new RegExp(`^${name}/${name}(?:${parameter})*$`);

const parameters = new RegExp(parameter, 'g');

/** Names under which pictures come that have another by the standard. */
const standardNames: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
};

/** A media type without its parameters. */
const essenceOf = (type: string): string => (type.split(';')[0] ?? '').trim().toLowerCase();

/**
 * A media type in the one spelling that is stored: what is compared without case in lower case, and
 * names by the standard. Values of parameters keep their case, but for `charset`.
 */
export function normalMediaType(type: string): string {
  const essence = essenceOf(type);
  const written = Array.from(type.matchAll(parameters), ([, name = '', value = '']) => {
    const known = name.toLowerCase();
    return `; ${known}=${known === 'charset' ? value.toLowerCase() : value}`;
  });
  return `${standardNames[essence] ?? essence}${written.join('')}`;
}

/** How contents of a type begin: any of the beginnings, `..` standing for any byte. */
const beginnings: Readonly<Record<string, readonly string[]>> = {
  'image/png': ['89504e470d0a1a0a'],
  'image/jpeg': ['ffd8ff'],
  'image/gif': ['474946383761', '474946383961'],
  'image/webp': ['52494646........57454250'],
  'application/pdf': ['255044462d'],
  'application/zip': ['504b0304', '504b0506'],
  'application/gzip': ['1f8b'],
};

/** Pictures that browsers show and that cannot carry a script. */
const shownTypes = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** Bytes of a content that tell its type. */
export const beginningLength = 16;

/** Whether a content begins as its type does; of types that begin in any way, always. */
export function beginsAs(contentType: string, beginning: Uint8Array): boolean {
  const known = beginnings[essenceOf(contentType)];
  if (!known) return true;
  const hex = Buffer.from(beginning).toString('hex');
  return known.some((pattern) => new RegExp(`^${pattern}`).test(hex));
}

export const isShown = (contentType: string) => shownTypes.has(essenceOf(contentType));

/**
 * `Content-Disposition` (RFC 6266) of an original: kept under the file's name in both spellings, never
 * shown. Only we have made what is in a rendition.
 */
export function attachmentNamed(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_');
  const full = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`;
}
