import type { BuildMiddleware, HttpRequest, Pluggable } from '@smithy/types';
import { config } from '../config.ts';
import { currentTrace, formatTrace, traceHeader } from '../trace.ts';

/** One outbound call, as `/_local/requests/{requestId}/calls` shows it. */
export interface Call {
  service: string;
  operation: string;
  /** Consumed DynamoDB capacity units. */
  capacity: { read: number; write: number };
  ms: number;
  outcome: string;
  /** 1 for the first attempt. */
  attempt: number;
}

type Listener = (requestId: string, call: Call) => void;

let listener: Listener | undefined;

/** Receives every outbound call from now on. */
export function onCall(receive: Listener | undefined): void {
  listener = receive;
}

/** Tells the listener of an attempt that has ended. */
export function reportCall(call: Omit<Call, 'ms'> & { startedAt: number }): void {
  const { startedAt, ...rest } = call;
  const ms = Math.round((performance.now() - startedAt) * 10) / 10;
  listener?.(currentTrace()?.requestId ?? 'none', { ...rest, ms });
}

/** How the outcome of a failed attempt is called. */
export const outcomeOf = (error: unknown) => (error instanceof Error ? error.name : 'error');

interface ConsumedCapacity {
  CapacityUnits?: number;
  ReadCapacityUnits?: number;
  WriteCapacityUnits?: number;
}

/** DynamoDB Local counts no unit for an item that a transaction makes; DynamoDB counts two at least. */
function leastWrite(input: unknown): number {
  const { TransactItems = [] } = input as { TransactItems?: readonly object[] };
  return 2 * TransactItems.filter((item) => !('ConditionCheck' in item)).length;
}

function sumCapacity(input: unknown, output: unknown, isWrite: boolean): Call['capacity'] {
  const consumed = (output as { ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[] })
    ?.ConsumedCapacity;
  const sum = { read: 0, write: 0 };
  for (const part of consumed === undefined ? [] : [consumed].flat()) {
    const split = part.ReadCapacityUnits !== undefined || part.WriteCapacityUnits !== undefined;
    sum.read += split ? (part.ReadCapacityUnits ?? 0) : isWrite ? 0 : (part.CapacityUnits ?? 0);
    sum.write += split ? (part.WriteCapacityUnits ?? 0) : isWrite ? (part.CapacityUnits ?? 0) : 0;
  }
  if (consumed !== undefined) sum.write = Math.max(sum.write, leastWrite(input));
  return sum;
}

// biome-ignore lint/suspicious/noExplicitAny: as above
const tellTrace: BuildMiddleware<any, any> = (next) => (args) => {
  const trace = currentTrace();
  if (trace) {
    (args.request as HttpRequest).headers[traceHeader] = formatTrace(trace);
  }
  return next(args);
};

const writes = /Put|Update|Delete|Write/;

/**
 * SDK plug-in that reports each attempt of each call to the listener, and tells a local service for
 * what the call is made.
 */
// biome-ignore lint/suspicious/noExplicitAny: the SDK's plug-in type is generic over every client
export function reportCalls(service: string): Pluggable<any, any> {
  const isLocal = Object.entries(config.endpoints).some(([name, at]) => name === service && at);
  return {
    applyToStack(stack) {
      if (isLocal) stack.add(tellTrace, { step: 'build', name: 'tellTrace' });
      stack.add(
        (next, context) => (args) => {
          const wantsCapacity = service === 'dynamodb' && listener !== undefined;
          const input = wantsCapacity
            ? { ReturnConsumedCapacity: 'TOTAL', ...args.input }
            : args.input;
          Object.assign(context, { attempts: 0 });
          return next({ ...args, input });
        },
        { step: 'initialize', name: 'requestCapacity' },
      );
      stack.add(
        (next, context) => async (args) => {
          if (!listener) return next(args);
          const operation = String(context.commandName ?? '').replace(/Command$/, '');
          const startedAt = performance.now();
          const attempt = ((context as { attempts?: number }).attempts ?? 0) + 1;
          Object.assign(context, { attempts: attempt });
          const report = (outcome: string, output?: unknown) => {
            const capacity = sumCapacity(args.input, output, writes.test(operation));
            reportCall({ service, operation, capacity, startedAt, outcome, attempt });
          };
          try {
            const result = await next(args);
            report('ok', result.output);
            return result;
          } catch (error) {
            report(outcomeOf(error));
            throw error;
          }
        },
        // Inside the retries and outside the parser, so that each attempt is seen with its output.
        { step: 'deserialize', name: 'reportCall', priority: 'high' },
      );
    },
  };
}
