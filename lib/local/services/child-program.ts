/** What a service program tells its parent over IPC, once. */
export type ServiceMessage = { kind: 'ready'; port: number } | { kind: 'failed'; message: string };

/** Sends `message` to the parent. A program started by hand has none: it prints instead. */
export function tellParent(message: ServiceMessage): void {
  if (process.send === undefined) process.stdout.write(`${JSON.stringify(message)}\n`);
  else process.send(message);
}

/** True for a `ServiceMessage`; what arrives over IPC is `unknown`. */
export function isServiceMessage(value: unknown): value is ServiceMessage {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    (value.kind === 'ready' || value.kind === 'failed')
  );
}

/**
 * Ends this process as soon as the parent is gone, however it went: the kernel closes the IPC
 * channel of a parent that was killed. `onTerm` runs on SIGTERM, before the exit.
 */
export function liveWithParent(onTerm: () => Promise<void> | void): void {
  process.on('disconnect', () => process.exit(0));
  process.on('SIGTERM', () => {
    Promise.resolve(onTerm()).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
