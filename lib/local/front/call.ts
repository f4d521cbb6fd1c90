import type { Trace } from '../../trace.ts';
import type { ServiceAddresses } from '../services/services.ts';

export type ServiceName = keyof ServiceAddresses;

/** A request that a function makes of a service. */
export interface ServiceCall {
  service: ServiceName;
  operation: string;
  input: Readonly<Record<string, unknown>>;
  /** For what it is made; `undefined` when no function makes it. */
  trace: Trace | undefined;
}

/** A refusal as the service words it. */
export interface Refusal {
  status: number;
  code: string;
  message: string;
}
