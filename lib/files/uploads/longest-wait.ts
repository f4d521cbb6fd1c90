/** Hours after which a file whose content has not come is forgotten. */
export const longestWaitHours = 24;
