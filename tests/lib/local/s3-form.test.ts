import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createService } from '../../../lib/local/services/s3/service.ts';
import { openStore } from '../../../lib/local/services/s3/store.ts';

let folder: string;
let server: Server;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'moa-s3-form-'));
  const store = await openStore(folder, false);
  await store.createBucket('bucket');
  const serve = createService(store);
  server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
  await rm(folder, { recursive: true });
});

const port = () => (server.address() as AddressInfo).port;

const part = (name: string, value: string) =>
  `--edge\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

/** A form whose policy nobody has signed, up to its file. */
const head = part('key', 'uploads/one') + part('policy', 'e30=');

const fileHead =
  '--edge\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n' +
  'Content-Type: application/octet-stream\r\n\r\n';

const requestOf = (length: number) =>
  `POST /bucket HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=edge\r\n` +
  `Content-Length: ${length}\r\n\r\n`;

/** What is answered on one connection until it has said `count` answers, or has ended. */
function answersTo(texts: readonly string[], count: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const socket = connect(port(), '127.0.0.1', () => {
      for (const text of texts) socket.write(text);
    });
    let said = '';
    const found = () => said.match(/HTTP\/1\.1 \d+/g) ?? [];
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      said += text;
      if (found().length < count) return;
      socket.destroy();
      resolve([...found()]);
    });
    socket.on('end', () => resolve([...found()]));
    socket.on('error', reject);
  });
}

describe('a form that is refused', () => {
  it('lets the next request of its connection be heard', async () => {
    const body = `${head}${fileHead}${'x'.repeat(300_000)}\r\n--edge--\r\n`;
    const next = 'GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
    const answers = await answersTo([requestOf(body.length) + body, next], 2);
    expect(answers).toEqual(['HTTP/1.1 400', 'HTTP/1.1 200']);
  });

  it('is answered though its file never comes, and the connection ends', async () => {
    const sent = `${requestOf(1_000_000)}${head}${fileHead}x`;
    const answers = await answersTo([sent], 2);
    expect(answers).toEqual(['HTTP/1.1 400']);
  });
});
