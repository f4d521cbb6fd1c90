/** The scheduled tasks of this domain. */
export const companiesTasks = [] as const;
