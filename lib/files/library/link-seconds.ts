/** For how long a link to a content is good. */
export const linkSeconds = 300;

/** For how long the form of an upload is good, and the links of its parts. */
export const uploadSeconds = 3600;
