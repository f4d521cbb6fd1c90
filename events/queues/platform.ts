/** The queues of this domain's workers. */
export const platformQueues = [] as const;
