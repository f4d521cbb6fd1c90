/*
 * Runs inside a network namespace of its own, beside DynamoDB Local, which listens on all
 * interfaces: there, only on this namespace's loopback. A socket stays in the namespace in which
 * it was made, so the listener inherited from outside takes the callers of 127.0.0.1 in.
 *
 * Arguments: the descriptor of the listener, that of the data folder's lock (or '-'), the port in
 * here, then the command line of DynamoDB Local.
 */
import { spawn } from 'node:child_process';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tellParent } from './child-program.ts';

const CONNECT_EVERY_MS = 20;

const [listenerFd, lockFd, innerPort, ...command] = process.argv.slice(2);
const port = Number(innerPort);

const database = spawn(command[0] ?? '', command.slice(1), {
  stdio: ['pipe', 'inherit', 'inherit', lockFd === '-' ? 'ignore' : Number(lockFd)],
});
// Its end closes the database's lifeline, so exiting is enough to end everything.
process.on('disconnect', () => process.exit(0));
// The database gets this signal too (same process group); its end is awaited.
process.on('SIGTERM', () => undefined);
database.once('error', () => process.exit(127));
database.once('exit', (code) => process.exit(code ?? 1));

const bridge = createServer({ allowHalfOpen: true, noDelay: true }, (outer) => {
  const inner = connect({ host: '127.0.0.1', port, allowHalfOpen: true, noDelay: true });
  outer.on('error', () => inner.destroy());
  inner.on('error', () => outer.destroy());
  outer.pipe(inner);
  inner.pipe(outer);
});

function whenListening(done: () => void): void {
  const probe = connect({ host: '127.0.0.1', port });
  probe.once('connect', () => {
    probe.destroy();
    done();
  });
  probe.once('error', () => setTimeout(() => whenListening(done), CONNECT_EVERY_MS));
}

whenListening(() => {
  bridge.listen({ fd: Number(listenerFd) }, () => {
    tellParent({ kind: 'ready', port: (bridge.address() as AddressInfo).port });
  });
});
