/** Where clients put a content. */
export const uploadKey = (fileId: string) => `uploads/${fileId}`;

/** Where all contents of a file are that were looked at; no client can write there. */
export const contentPrefix = (fileId: string) => `files/${fileId}/`;

/** Where a content is from when it was looked at, by the ETag of its upload: another has another key. */
export const contentKey = (fileId: string, etag: string) =>
  `${contentPrefix(fileId)}${etag.replace(/\W/g, '')}`;
