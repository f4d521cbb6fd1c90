import type { ConsoleRoute } from './reply.ts';
import type { Stack } from './stack.ts';

/** Recent requests and what each asked of other services. */
export const requestRoutes = ({ requestLog }: Stack): ConsoleRoute[] => [
  [
    'GET',
    '/requests',
    async () =>
      requestLog.requests().map((request) => {
        const calls = request.requestId === undefined ? [] : requestLog.calls(request.requestId);
        const capacity = { read: 0, write: 0 };
        for (const call of calls) {
          capacity.read += call.capacity.read;
          capacity.write += call.capacity.write;
        }
        return {
          ...request,
          at: new Date(request.at).toISOString(),
          calls: calls.length,
          capacity,
        };
      }),
  ],
  ['GET', '/requests/*/calls', async ({ params: [id = ''] }) => requestLog.calls(id)],
];
