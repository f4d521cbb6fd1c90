/** How a service refused a call. */
export interface Refused {
  /** The error's code, as the service words it. */
  name: string;
  /** HTTP status. */
  status: number;
  message: string;
  /** What else the answer says, as the SDK reads it. */
  error: unknown;
}

/**
 * The refusal that a call must meet.
 *
 * @throws Error when the service takes the call, or does not answer
 */
export async function refusalOf(call: Promise<unknown>): Promise<Refused> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason as Error & { $metadata?: { httpStatusCode?: number } },
  );
  if (error === undefined) throw new Error('The service took a call that AWS refuses');
  const status = error.$metadata?.httpStatusCode;
  if (status === undefined) throw error;
  return { name: error.name, status, message: error.message, error };
}
