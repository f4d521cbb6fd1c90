import { timeouts } from '../../../lib/aws/request-handlers.ts';
import type { ServiceReply } from '../../../lib/local/front/front.ts';
import type { ServiceRequest } from '../../../lib/local/front/protocols.ts';
import type { Network } from '../../../lib/local/network.ts';
import type { ServiceAddresses } from '../../../lib/local/services/services.ts';
import { createSqsApp, type SqsApp } from '../../../lib/local/services/sqs-app.ts';
import { parseTrace, traceHeader } from '../../../lib/trace.ts';
import { createEngine, type Engine, EngineRefusal } from '../../dynamodb/engine.ts';
import { createNetwork, jsonReply } from './network.ts';
import { untold } from './untold.ts';

/** The services whose wire most tests do not test, in this process: a call costs no socket. */
export interface InProcessServices {
  network: Network;
  addresses: Pick<ServiceAddresses, 'dynamodb' | 'sqs'>;
  engine: Engine;
  close: () => Promise<void>;
}

export async function startInProcessServices(): Promise<InProcessServices> {
  const network = createNetwork(timeouts);
  const engine = createEngine({ now: () => new Date() });
  const { app } = await createSqsApp();
  const listen = (name: string, serve: (asked: ServiceRequest) => Promise<ServiceReply>) =>
    network.listen(name, async (asked) => ({ kind: 'reply', reply: await serve(asked) }));
  return {
    network,
    engine,
    addresses: {
      dynamodb: listen('dynamodb', async (asked) => askEngine(engine, asked)),
      sqs: listen('sqs', (asked) => askSqs(app, asked)),
    },
    close: () => app.close(),
  };
}

function askEngine(engine: Engine, { headers, body }: ServiceRequest): ServiceReply {
  const operation = String(headers['x-amz-target']).replace(/^.*\./, '');
  const input = JSON.parse(body.toString('utf8')) as object;
  const isUntold = parseTrace(String(headers[traceHeader]))?.functionId === untold;
  try {
    return jsonReply(
      200,
      isUntold ? engine.callUntold(operation, input) : engine.call(operation, input),
    );
  } catch (error) {
    if (!(error instanceof EngineRefusal)) throw error;
    return jsonReply(error.status, error.body);
  }
}

async function askSqs(
  app: SqsApp['app'],
  { method = 'GET', url = '/', headers, body }: ServiceRequest,
): Promise<ServiceReply> {
  const {
    statusCode,
    headers: got,
    rawPayload,
  } = await app.inject({
    method: method as 'GET' | 'POST',
    url,
    headers: { ...headers },
    payload: body,
  });
  return { status: statusCode, headers: got as ServiceReply['headers'], body: rawPayload };
}
