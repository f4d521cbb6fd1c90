/** The queues of this domain's workers. */
export const snsQueues = [] as const;
