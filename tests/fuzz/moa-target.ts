import { type CallInput, createClient } from '../../lib/client/client.ts';
import { type RouteDefinition, successStatus } from '../../lib/http/route.ts';
import { routeScenarios } from '../scenarios/scenarios.ts';
import type { Api } from '../support/api.ts';
import { type Caller, isKey, type World } from '../support/world.ts';
import { type OpenApiDocument, type Operation, operationsOf } from './operations.ts';
import { type PlainRequest, plainRequest } from './request.ts';
import type { Target } from './target.ts';

/** Moa as a target: its calls come from the scenarios, its people from a world. */
export async function moaTarget(
  api: Api,
  world: World,
  secrets: readonly string[] = [],
): Promise<Target> {
  const response = await api.fetch(new Request(`${api.baseUrl}/openapi.json`));
  if (!response.ok) throw new Error(`/openapi.json answers ${response.status}`);
  const document = (await response.json()) as OpenApiDocument;
  const byId = new Map(operationsOf(document).map((operation) => [operation.id, operation]));
  return {
    document,
    secrets,
    ...api,
    scenarios: ({ id }) =>
      routeScenarios
        .filter(({ route }) => route.id === id)
        .map(({ name, route, scenario }) => ({
          name,
          others: scenario.others,
          async arrange() {
            const { as, ...input } = await scenario.arrange(world);
            const operation = byId.get(id);
            if (!operation) throw new Error(`${id} is not documented`);
            return requestOf(api, operation, route, input, as);
          },
        })),
    async signIn(name) {
      const { id, email, accessToken, refreshToken } = await world.user(name);
      return {
        headers: { authorization: `Bearer ${accessToken}` },
        ids: [id],
        secrets: [email, accessToken, refreshToken],
      };
    },
  };
}

/** The request that the client makes of a call, without sending it. */
async function requestOf(
  { baseUrl }: Api,
  operation: Operation,
  route: RouteDefinition,
  input: CallInput<RouteDefinition>,
  as: Caller | undefined,
): Promise<PlainRequest> {
  const { promise, resolve } = Promise.withResolvers<Request>();
  const client = createClient(
    { of: { the: route } },
    {
      baseUrl,
      ...(as && (isKey(as) ? { apiKey: as.key } : { token: as.accessToken })),
      fetch: async (request) => {
        resolve(request);
        return new Response(null, { status: successStatus(route) });
      },
    },
  );
  await client.of.the(input);
  return plainRequest(operation, await promise);
}
