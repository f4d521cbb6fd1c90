/** For how long a link to a content is good. */
export const linkSeconds = 300;
