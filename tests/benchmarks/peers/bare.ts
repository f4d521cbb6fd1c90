/** The least that a function can be: what a cold start is measured against. */
export const handler = async () => ({ statusCode: 204 });
