/** How AWS answers a call that it refuses. */
export class EngineRefusal extends Error {
  override readonly name = 'EngineRefusal';
  /** HTTP status. */
  readonly status: number;
  /** The error's code, such as `ConditionalCheckFailedException`. */
  readonly type: string;
  /** The JSON body of the answer. */
  readonly body: Readonly<Record<string, unknown>>;

  constructor(type: string, message: string, more: object = {}, status = 400) {
    super(message);
    this.type = type;
    this.status = status;
    const namespace =
      type === 'ValidationException'
        ? 'com.amazon.coral.validate'
        : 'com.amazonaws.dynamodb.v20120810';
    this.body = { __type: `${namespace}#${type}`, message, Message: message, ...more };
  }
}

export const invalid = (message: string) => new EngineRefusal('ValidationException', message);

export const invalidParameter = (message: string) =>
  invalid(`One or more parameter values were invalid: ${message}`);

/** The refusal of a member that its shape does not allow. */
export const unsatisfied = (value: unknown, path: string, constraint: string) =>
  invalid(
    `1 validation error detected: Value '${typeof value === 'string' ? value : JSON.stringify(value)}' at '${path}' failed to satisfy constraint: ${constraint}`,
  );

export const notFound = (message: string) =>
  new EngineRefusal('ResourceNotFoundException', message);
