/** An entity tag with its quotation marks, whether it came with them or not. */
export const quoted = (etag: string): string => `"${etag.trim().replace(/^"|"$/g, '')}"`;
