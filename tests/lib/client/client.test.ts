import * as z from 'zod';
import { createClient, ProblemError } from '../../../lib/client/client.ts';
import { defineRoute } from '../../../lib/http/route.ts';
import { pageOf } from '../../../lib/schema/page.ts';

const note = z.object({ id: z.string(), text: z.string() });

const notes = {
  createNote: defineRoute({
    id: 'notes.createNote',
    method: 'POST',
    path: '/v1/notes',
    summary: 'Write a note',
    auth: 'user',
    body: z.strictObject({ text: z.string() }),
    responses: { 201: note },
    errors: [],
    examples: {},
    needs: {},
  }),
  listNotes: defineRoute({
    id: 'notes.listNotes',
    method: 'GET',
    path: '/v1/books/{bookId}/notes',
    summary: 'List notes',
    auth: 'public',
    params: z.strictObject({ bookId: z.string() }),
    query: z.strictObject({ tag: z.string().optional() }),
    paginated: true,
    responses: { 200: pageOf(note) },
    errors: [],
    examples: {},
    needs: {},
  }),
  copyNote: defineRoute({
    id: 'notes.copyNote',
    method: 'POST',
    path: '/v1/notes/copy',
    summary: 'Copy a note',
    auth: 'user',
    body: z.strictObject({ text: z.string() }).optional(),
    responses: { 200: note, 202: z.object({ jobId: z.string() }) },
    errors: [],
    examples: {},
    needs: {},
  }),
  showNote: defineRoute({
    id: 'notes.showNote',
    method: 'GET',
    path: '/notes',
    summary: 'Show a page, or go to one',
    auth: 'public',
    responses: {
      200: { description: 'A page', contentType: 'text/html' },
      302: { description: 'Elsewhere' },
    },
    errors: [],
    examples: {},
    needs: {},
  }),
};

const json = (status: number, body: unknown, type = 'application/json') =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': type } });

/** A client of a server that gives the answers in their order, and what that server was asked. */
function clientOf(...answers: Response[]) {
  const asked: Request[] = [];
  const client = createClient(
    { notes },
    {
      baseUrl: 'http://api.example/',
      token: () => 'secret',
      fetch: async (request) => {
        asked.push(request);
        return answers.shift() ?? Response.error();
      },
    },
  );
  return { client, asked };
}

describe('the client', () => {
  it('sends what the contract takes and gives what it answers', async () => {
    const { client, asked } = clientOf(json(201, { id: '1', text: 'Hi' }));
    const { status, body } = await client.notes.createNote({ body: { text: 'Hi' } });
    expect([status, body.text]).toEqual([201, 'Hi']);
    const [request] = asked;
    expect(request?.method).toBe('POST');
    expect(request?.url).toBe('http://api.example/v1/notes');
    expect(request?.headers.get('authorization')).toBe('Bearer secret');
    expect(request?.headers.get('content-type')).toBe('application/json');
    expect(await request?.json()).toEqual({ text: 'Hi' });
  });

  it('leaves out a body that may be absent, and tells successes apart', async () => {
    const { client, asked } = clientOf(
      json(202, { jobId: 'j' }),
      json(200, { id: '1', text: 'a' }),
    );
    const later = await client.notes.copyNote();
    expect(later.status === 202 && later.body.jobId).toBe('j');
    expect(await asked[0]?.text()).toBe('');
    expect(asked[0]?.headers.has('content-type')).toBe(false);
    const now = await client.notes.copyNote({ body: { text: 'a' } });
    expect(now.status === 200 && now.body.text).toBe('a');
  });

  it('sends an API key where there is no token', async () => {
    const asked: Request[] = [];
    const fetch = async (request: Request) => {
      asked.push(request);
      return json(201, { id: '1', text: 'Hi' });
    };
    const options = { baseUrl: 'http://api.example', apiKey: 'moa_dev_1', fetch };
    await createClient({ notes }, options).notes.createNote({ body: { text: 'Hi' } });
    expect(asked[0]?.headers.get('x-api-key')).toBe('moa_dev_1');
    expect(asked[0]?.headers.has('authorization')).toBe(false);
  });

  it('encodes path and query', async () => {
    const { client, asked } = clientOf(json(200, { items: [], nextCursor: null }));
    await client.notes.listNotes({ params: { bookId: 'a/b?' }, query: { tag: 'x&y', limit: 5 } });
    expect(asked[0]?.url).toBe('http://api.example/v1/books/a%2Fb%3F/notes?tag=x%26y&limit=5');
  });

  it('goes through all pages with the same filters', async () => {
    const { client, asked } = clientOf(
      json(200, { items: [{ id: '1', text: 'a' }], nextCursor: 'next' }),
      json(200, { items: [{ id: '2', text: 'b' }], nextCursor: null }),
    );
    const texts: string[] = [];
    const input = { params: { bookId: '1' }, query: { tag: 'x' } };
    for await (const { text } of client.notes.listNotes.items(input)) texts.push(text);
    expect(texts).toEqual(['a', 'b']);
    expect(asked.map(({ url }) => new URL(url).search)).toEqual(['?tag=x', '?tag=x&cursor=next']);
  });

  it('gives raw answers as text and redirects as answers', async () => {
    const page = new Response('<p>', { headers: { 'content-type': 'text/html' } });
    const redirect = new Response(null, { status: 302, headers: { location: '/elsewhere' } });
    const { client } = clientOf(page, redirect);
    const shown = await client.notes.showNote();
    expect([shown.status, shown.body]).toEqual([200, '<p>']);
    const sent = await client.notes.showNote();
    expect([sent.status, sent.body, sent.headers.get('location')]).toEqual([
      302,
      undefined,
      '/elsewhere',
    ]);
  });

  it('throws the problem of a refusal', async () => {
    const problem = {
      title: 'The request is not valid',
      status: 400,
      code: 'request.invalid',
      requestId: 'r1',
      errors: [{ path: 'body.text', message: 'must not be empty' }],
      heldBy: [{ id: 'con_1' }],
    };
    const { client } = clientOf(json(400, problem, 'application/problem+json'));
    const refusal = await client.notes.createNote({ body: { text: '' } }).catch((error) => error);
    expect(refusal).toBeInstanceOf(ProblemError);
    expect(refusal).toMatchObject({
      status: 400,
      code: 'request.invalid',
      requestId: 'r1',
      errors: problem.errors,
      problem: { heldBy: problem.heldBy },
    });
  });

  it('throws for an answer that is no problem document either', async () => {
    const { client } = clientOf(new Response('Bad Gateway', { status: 502 }));
    await expect(client.notes.showNote()).rejects.toMatchObject({ status: 502, code: 'unknown' });
  });
});
