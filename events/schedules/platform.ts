/** The scheduled tasks of this domain. */
export const platformTasks = [] as const;
