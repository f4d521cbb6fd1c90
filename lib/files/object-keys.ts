/** Where clients put a content. */
export const uploadKey = (fileId: string) => `uploads/${fileId}`;

/** Where it is from when the file is ready; no client can write there. */
export const contentKey = (fileId: string) => `files/${fileId}`;
