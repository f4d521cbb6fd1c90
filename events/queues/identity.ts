/** The queues of this domain's workers. */
export const identityQueues = [] as const;
