import type { Server } from 'node:net';
import { fileURLToPath } from 'node:url';
import { isServiceMessage, type ServiceMessage } from './child-program.ts';
import { LocalServiceError } from './local-service-error.ts';
import {
  inheritSocket,
  PROGRAM_FLAGS,
  type SupervisedChild,
  superviseChild,
} from './supervised-child.ts';

/**
 * Starts a service program of this folder and resolves with its address when it listens. The
 * program picks the port itself, so that there is no race for it.
 *
 * @throws LocalServiceError with the program's own line, or its last output.
 */
export async function startNodeService(
  program: 'sqs-server.ts' | 'ses-server.ts' | 's3-server.ts' | 'idp-server.ts',
  folder: string | undefined,
  lock: Server | undefined,
): Promise<{ address: string; child: SupervisedChild }> {
  const file = fileURLToPath(new URL(`./${program}`, import.meta.url));
  const child = superviseChild(
    process.execPath,
    [...PROGRAM_FLAGS, file, ...(folder === undefined ? [] : [folder])],
    { stdio: ['ignore', 'pipe', 'pipe', 'ipc', inheritSocket(lock)] },
  );
  const message = await new Promise<ServiceMessage>((resolve) => {
    child.process.once('message', (value) => {
      if (isServiceMessage(value)) resolve(value);
    });
    child.onUnexpectedExit((detail) => {
      resolve({ kind: 'failed', message: `${program} ended: ${detail.replaceAll('\n', ' | ')}` });
    });
  });
  if (message.kind === 'ready') return { address: `http://127.0.0.1:${message.port}`, child };
  await child.stop();
  throw new LocalServiceError(message.message);
}
