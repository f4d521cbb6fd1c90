/** A failure to start a local service, told in one line that names the cause and the fix. */
export class LocalServiceError extends Error {
  override readonly name = 'LocalServiceError';
}
