/** By which the stack tells what time it is where links are looked at. */
export const stackTimeHeader = 'x-moa-time';
