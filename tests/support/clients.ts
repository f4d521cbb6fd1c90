import { type Clients, createClients } from '../../lib/local/clients.ts';
import { testRun } from './test-run.ts';

/** Clients of the services of this test file, past the fronts. */
export function openClients(): Clients {
  const { addresses, network } = testRun();
  return createClients(addresses, 'us-east-1', network);
}
