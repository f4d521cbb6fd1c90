/** The scheduled tasks of this domain. */
export const snsTasks = [] as const;
