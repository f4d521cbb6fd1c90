/** Where the API under test runs; `undefined`: in this very process. */
export const baseUrl = process.env.BASE_URL?.replace(/\/$/, '');
