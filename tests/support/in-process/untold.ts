/** By this id of a function its writes are known of which the table's stream is to tell nothing. */
export const untold = 'tests.untold';
