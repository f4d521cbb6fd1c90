import type { HttpRequest, RequestHandler } from '@smithy/types';
import { guards } from '../../lib/local/front/guards/guards.ts';
import { type Engine, EngineRefusal } from './engine.ts';

/** An answer as the SDK's clients take it from their handlers. */
class Answer {
  readonly statusCode: number;
  readonly headers = { 'content-type': 'application/x-amz-json-1.0' };
  readonly body: Uint8Array;

  constructor(statusCode: number, body: object) {
    this.statusCode = statusCode;
    this.body = Buffer.from(JSON.stringify(body));
  }
}

/**
 * A `requestHandler` for the SDK's clients of DynamoDB and its streams: it asks the engine in this
 * process, after what the front of the service refuses too.
 */
export function engineHandler(engine: Engine): RequestHandler<HttpRequest, Answer> {
  return {
    metadata: { handlerProtocol: 'h1' },
    async handle({ headers, body }) {
      const operation = String(headers['x-amz-target']).replace(/^.*\./, '');
      return { response: answer(engine, operation, JSON.parse(textOf(body)) as object) };
    },
  };
}

function answer(engine: Engine, operation: string, input: object): Answer {
  try {
    const refusal = guards.dynamodb(operation, input as Record<string, unknown>);
    if (refusal) throw new EngineRefusal(refusal.code, refusal.message, {}, refusal.status);
    return new Answer(200, engine.call(operation, input));
  } catch (error) {
    if (!(error instanceof EngineRefusal)) throw error;
    return new Answer(error.status, error.body);
  }
}

const textOf = (body: unknown): string =>
  typeof body === 'string' ? body : decoder.decode(body as Uint8Array);

const decoder = new TextDecoder();
