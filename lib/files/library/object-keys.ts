/** Where all contents are that clients have put somewhere. */
export const uploadPrefix = 'uploads/';

/** Where clients put a content. */
export const uploadKey = (fileId: string) => `${uploadPrefix}${fileId}`;

/** Where all contents of a file are that are whole; no client can change one there. */
export const contentPrefix = (fileId: string) => `files/${fileId}/`;

/** The file in whose folder a content or a rendition is: `files/<fileId>/…` → `<fileId>`. */
export const fileIdIn = (key: string) => key.split('/')[1] ?? '';

/** Where a content is from when it was looked at, by the ETag of its upload: another has another key. */
export const contentKey = (fileId: string, etag: string) =>
  `${contentPrefix(fileId)}${etag.replace(/\W/g, '')}`;

/** Where a content is that has come in parts: it is there once we have put them together. */
export const assembledKey = (fileId: string) => `${contentPrefix(fileId)}assembled`;
