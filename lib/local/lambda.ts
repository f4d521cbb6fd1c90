import { randomUUID } from 'node:crypto';
import type { Context as LambdaContext } from 'aws-lambda';
import { accountId } from './http-event.ts';

export type Handler = (event: unknown, context: LambdaContext) => unknown;

/** A function as it is deployed. */
export interface LambdaFunction {
  name: string;
  timeoutSeconds: number;
  memoryMb: number;
  handler: Handler;
}

export class FunctionTimeout extends Error {
  override readonly name = 'FunctionTimeout';
}

/**
 * Runs a function once.
 *
 * @throws FunctionTimeout after its time-out, while it runs on · what the function throws
 */
export function invoke(lambda: LambdaFunction, event: unknown): Promise<unknown> {
  const milliseconds = lambda.timeoutSeconds * 1000;
  const context = createContext(lambda, Date.now() + milliseconds);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new FunctionTimeout(`${lambda.name} took more than ${lambda.timeoutSeconds} s`));
    }, milliseconds);
    const run = async () => lambda.handler(event, context);
    run()
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}

function createContext({ name, memoryMb }: LambdaFunction, endsAt: number): LambdaContext {
  return {
    awsRequestId: randomUUID(),
    callbackWaitsForEmptyEventLoop: true,
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:us-east-1:${accountId}:function:${name}`,
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: 'local',
    memoryLimitInMB: String(memoryMb),
    getRemainingTimeInMillis: () => Math.max(0, endsAt - Date.now()),
    // Of callback handlers, which Node 24 on Lambda has no more.
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}
