/** The scheduled tasks of this domain. */
export const identityTasks = [] as const;
