import { randomUUID } from 'node:crypto';
import type { OpenApiDocument, Operation } from './operations.ts';
import type { PlainRequest } from './request.ts';
import type { Scenario, Target, Tenant } from './target.ts';

/** Faults that the planted API can have, one at a time. */
export const plantedBugs = [
  'crashes on NUL',
  'crashes on a lone surrogate',
  'crashes at max + 1',
  'accepts max + 1',
  'accepts an item too many',
  'accepts an unknown field',
  'answers a status that is not documented',
  'answers a field that is not documented',
  'answers with another content type',
  'tells its stack',
  'tells an ARN in a header',
  'accepts a body without a required field',
  'crashes on null',
  'crashes on a wrong type',
  'crashes on deep JSON',
  'takes __proto__ for a field',
  'takes a key twice',
  'crashes on a quote in a path',
  'crashes on a cursor that is none',
  'takes the cursor of another user',
  'ignores the Idempotency-Key',
  'takes another body for the same Idempotency-Key',
  'shows an object to others',
  'crashes on a header',
  'takes an old version in If-Match',
  'shows what was deleted',
  'tells the address of others',
  'crashes on two limits at once',
  'takes limit 101',
  'names another request in problems',
  'answers a method that is not documented',
] as const;

export type PlantedBug = (typeof plantedBugs)[number];

interface Note {
  id: string;
  title: string;
  tags: string[];
  priority: number;
  details?: { colour: string };
  version: number;
}

type StoredNote = Note & { owner: string; createdBy: string };

interface Call {
  request: Request;
  url: URL;
  user: string;
}

const baseUrl = 'http://planted.test';
const longestTitle = 20;
const mostTags = 3;

class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, detail = '') {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

const invalid = (detail: string) => new Refusal(400, 'request.invalid', detail);
const notFound = () => new Refusal(404, 'notes.not_found');

/** A small API over notes, right but for the one bug that it is given. */
export function plantedTarget(bug?: PlantedBug): Target {
  const has = (one: PlantedBug) => bug === one;
  const notes = new Map<string, StoredNote>();
  const outcomes = new Map<string, { body: string; note: Note }>();
  const users = new Set<string>();
  let lastId = 0;

  function readBody(text: string): Record<string, unknown> {
    if (!has('takes a key twice') && hasRepeatedKey(text)) {
      throw new Refusal(400, 'request.malformed_json');
    }
    if (text.length > 1_000_000) throw new Refusal(413, 'request.too_large');
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      const { stack = '' } = error as Error;
      throw new Refusal(400, 'request.malformed_json', has('tells its stack') ? stack : '');
    }
    if (has('crashes on deep JSON')) JSON.stringify(value);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw invalid('no object');
    }
    return value as Record<string, unknown>;
  }

  function checkText(value: unknown, longest: number): string {
    if (typeof value !== 'string') throw invalid('no text');
    if (value.includes('\0')) throw has('crashes on NUL') ? new Error('NUL') : invalid('NUL');
    if (!value.isWellFormed()) {
      throw has('crashes on a lone surrogate') ? new URIError('malformed') : invalid('surrogate');
    }
    const length = Array.from(value).length;
    if (length > longest) {
      if (has('crashes at max + 1')) throw new Error('too long');
      if (!has('accepts max + 1')) throw invalid('too long');
    }
    if (length < 1) throw invalid('empty');
    return value;
  }

  function checkNote(body: Record<string, unknown>): Omit<Note, 'id' | 'version'> {
    const { title, tags = [], priority = 1, details, ...others } = body;
    const unknown = Object.keys(others).filter(
      (name) => !(has('takes __proto__ for a field') && name === '__proto__'),
    );
    if (unknown.length > 0 && !has('accepts an unknown field')) throw invalid('unknown field');
    if (details === null && has('crashes on null')) throw new TypeError('null has no colour');
    if (!Array.isArray(tags) && has('crashes on a wrong type')) throw new TypeError('map');
    if (!Array.isArray(tags)) throw invalid('tags');
    if (tags.length > mostTags && !has('accepts an item too many')) throw invalid('tags');
    if (typeof priority !== 'number' || !Number.isInteger(priority)) throw invalid('priority');
    if (priority < 1 || priority > 9) throw invalid('priority');
    const isMissing = title === undefined && has('accepts a body without a required field');
    const checked = isMissing ? '-' : checkText(title, longestTitle);
    if (priority > 5 && tags.length > 1 && has('crashes on two limits at once')) {
      throw new Error('both');
    }
    return {
      title: checked,
      tags: tags.map((tag: unknown) => checkText(tag, 10)),
      priority,
      ...(details !== undefined && { details: checkDetails(details) }),
    };
  }

  function checkDetails(details: unknown): { colour: string } {
    if (typeof details !== 'object' || details === null) throw invalid('details');
    const { colour, ...others } = details as Record<string, unknown>;
    if (Object.keys(others).length > 0) throw invalid('details');
    return { colour: checkText(colour, 10) };
  }

  function mine({ url, user }: Call): StoredNote {
    const id = decoded(url.pathname.split('/')[2] ?? '');
    if (id.includes("'") && has('crashes on a quote in a path')) throw new Error('syntax');
    if (!/^note_\d{1,9}$/.test(id)) throw invalid('no id');
    const note = notes.get(id);
    if (!note || (note.owner !== user && !has('shows an object to others'))) throw notFound();
    return note;
  }

  function view({ id, title, tags, priority, details, version, createdBy }: StoredNote): object {
    const note = { id, title, tags, priority, details, version };
    return has('answers a field that is not documented') ? { ...note, createdBy } : note;
  }

  async function createNote({ request, user }: Call): Promise<Response> {
    const type = request.headers.get('content-type') ?? '';
    if (!/^application\/json\s*(;|$)/i.test(type)) {
      throw new Refusal(415, 'request.unsupported_media_type');
    }
    const text = await request.text();
    const key = request.headers.get('idempotency-key');
    if (key !== null && !/^[\x21-\x7e]{1,40}$/.test(key)) throw invalid('key');
    const before = outcomes.get(`${user} ${key}`);
    if (before && !has('ignores the Idempotency-Key')) {
      const isOther = before.body !== text;
      if (isOther && !has('takes another body for the same Idempotency-Key')) {
        throw new Refusal(422, 'request.idempotency_key_reused');
      }
      return Response.json(before.note, created(before.note.id));
    }
    const checked = checkNote(readBody(text));
    lastId += 1;
    const id = `note_${lastId}`;
    const note = { id, ...checked, version: 1 };
    notes.set(id, { ...note, owner: user, createdBy: `${user}@example.com` });
    if (key !== null) outcomes.set(`${user} ${key}`, { body: text, note });
    return Response.json(note, created(id));
  }

  const created = (id: string) => ({ status: 201, headers: { location: `/notes/${id}` } });

  function listNotes({ url, user }: Call): Response {
    for (const name of url.searchParams.keys()) {
      if (name !== 'limit' && name !== 'cursor') throw invalid('query');
      if (url.searchParams.getAll(name).length > 1) throw invalid('query');
    }
    const limit = url.searchParams.get('limit') ?? '10';
    const most = has('takes limit 101') ? 101 : 100;
    if (!/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > most)
      throw invalid('limit');
    const after = readCursor(url.searchParams.get('cursor'), user);
    const all = [...notes.values()].filter(
      (note) => note.owner === user && Number(note.id.slice('note_'.length)) > after,
    );
    const items = all.slice(0, Number(limit));
    const last = items.at(-1);
    const nextCursor =
      last && all.length > items.length
        ? Buffer.from(`${user}|${last.id}|${user.length}`).toString('base64url')
        : null;
    return Response.json({ items: items.map(view), nextCursor });
  }

  function readCursor(cursor: string | null, user: string): number {
    if (cursor === null) return 0;
    const text = Buffer.from(cursor, 'base64url').toString();
    const [whose, id = '', check] = text.split('|');
    const isWhole =
      /^note_\d+$/.test(id) &&
      Buffer.from(text).toString('base64url') === cursor &&
      check === String(whose?.length) &&
      users.has(String(whose));
    if (!isWhole) {
      throw has('crashes on a cursor that is none') ? new SyntaxError('cursor') : invalid('cursor');
    }
    if (whose !== user && !has('takes the cursor of another user')) throw invalid('cursor');
    if (!notes.has(id)) throw invalid('cursor');
    return Number(id.slice('note_'.length));
  }

  function getNote(call: Call): Response {
    const note = mine(call);
    const address = has('tells the address of others')
      ? { 'x-readers': [...users].map((user) => `${user}@example.com`).join(' ') }
      : {};
    return Response.json(view(note), { headers: { etag: `"${note.version}"`, ...address } });
  }

  async function patchNote(call: Call): Promise<Response> {
    const { request } = call;
    const type = request.headers.get('content-type') ?? '';
    if (!/^application\/json\s*(;|$)/i.test(type)) {
      throw new Refusal(415, 'request.unsupported_media_type');
    }
    const note = mine(call);
    const { title, ...others } = readBody(await request.text());
    if (Object.keys(others).length > 0) throw invalid('unknown field');
    const checked = checkText(title, longestTitle);
    const ifMatch = request.headers.get('if-match');
    if (ifMatch === null || ifMatch === '') throw new Refusal(428, 'request.precondition_required');
    if (has('crashes on a header')) JSON.parse(ifMatch);
    if (ifMatch !== `"${note.version}"` && !has('takes an old version in If-Match')) {
      const status = has('answers a status that is not documented') ? 409 : 412;
      throw new Refusal(status, 'request.version_mismatch');
    }
    note.title = checked;
    note.version += 1;
    return Response.json(view(note), { headers: { etag: `"${note.version}"` } });
  }

  function deleteNote(call: Call): Response {
    const note = mine(call);
    if (!has('shows what was deleted')) notes.delete(note.id);
    return new Response(null, { status: 204 });
  }

  async function route(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const { method } = request;
    const isList = url.pathname === '/notes';
    const isNote = /^\/notes\/[^/]+$/.test(url.pathname);
    const handlers: Record<string, (call: Call) => Response | Promise<Response>> = isList
      ? { GET: listNotes, POST: createNote }
      : isNote
        ? { GET: getNote, PATCH: patchNote, DELETE: deleteNote }
        : {};
    if (has('answers a method that is not documented')) handlers.PUT = () => Response.json({});
    const handler = Object.hasOwn(handlers, method) ? handlers[method] : undefined;
    if (!handler) throw new Refusal(404, 'request.route_not_found');
    const user = /^Bearer (\w+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
    if (user === undefined || !users.has(user)) throw new Refusal(401, 'auth.token_invalid');
    const isListing = isList && method === 'GET';
    if (url.search !== '' && !isListing) throw invalid('query');
    return handler({ request, url, user });
  }

  function problemOf(error: unknown): Response {
    const refusal =
      error instanceof Refusal
        ? error
        : new Refusal(500, 'request.internal', 'something went wrong');
    const { status, code, message } = refusal;
    const requestId = randomUUID();
    if (status === 404 && has('answers with another content type')) {
      return new Response('<h1>Not found</h1>', {
        status,
        headers: { 'content-type': 'text/html', 'x-request-id': requestId },
      });
    }
    const told = has('names another request in problems') ? randomUUID() : requestId;
    const problem = {
      type: 'about:blank',
      title: code,
      status,
      code,
      requestId: told,
      ...(message !== '' && { detail: message }),
    };
    const headers: Record<string, string> = {
      'content-type': 'application/problem+json',
      'x-request-id': requestId,
    };
    if (has('tells an ARN in a header') && message === 'cursor') {
      headers['x-source'] = 'arn:aws:dynamodb:us-east-1:000000000000:table/notes';
    }
    return new Response(JSON.stringify(problem), { status, headers });
  }

  async function signIn(): Promise<Tenant> {
    const user = `user${users.size + 1}${randomUUID().slice(0, 8)}`;
    users.add(user);
    return {
      headers: { authorization: `Bearer ${user}` },
      ids: [],
      secrets: [`${user}@example.com`],
    };
  }

  async function noteOf(headers: Tenant['headers']): Promise<string> {
    const response = await fetch(
      new Request(`${baseUrl}/notes`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ title: 'Milk' }),
      }),
    );
    return ((await response.json()) as Note).id;
  }

  async function fetch(request: Request): Promise<Response> {
    try {
      return await route(request);
    } catch (error) {
      return problemOf(error);
    }
  }

  const scenario = (
    others: string,
    call: (id: string) => Partial<PlainRequest> & { method: string },
  ): Scenario => ({
    name: 'plain',
    others,
    async arrange() {
      const { headers } = await signIn();
      const id = await noteOf(headers);
      const { headers: more, ...rest } = call(id);
      return { params: {}, query: [], body: undefined, ...rest, headers: { ...headers, ...more } };
    },
  });

  const json = { 'content-type': 'application/json' };
  const scenarios: Record<string, Scenario> = {
    'notes.create': scenario('own', () => ({
      method: 'POST',
      headers: json,
      body: JSON.stringify({ title: 'Bread' }),
    })),
    'notes.list': scenario('own', () => ({ method: 'GET' })),
    'notes.get': scenario('hidden', (noteId) => ({ method: 'GET', params: { noteId } })),
    'notes.patch': scenario('hidden', (noteId) => ({
      method: 'PATCH',
      params: { noteId },
      headers: { ...json, 'if-match': '"1"' },
      body: JSON.stringify({ title: 'Eggs' }),
    })),
    'notes.delete': scenario('hidden', (noteId) => ({ method: 'DELETE', params: { noteId } })),
  };

  return {
    document: plantedDocument,
    baseUrl,
    fetch,
    secrets: [],
    scenarios: ({ id }: Operation) => {
      const known = scenarios[id];
      return known ? [known] : [];
    },
    signIn,
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalid('no id');
  }
}

/** Whether an object of the text names a key twice; it looks at flat texts as they are sent here. */
function hasRepeatedKey(text: string): boolean {
  const keys = [...text.matchAll(/"((?:[^"\\]|\\.)*)"\s*:/g)].map(([, key]) => key);
  return new Set(keys).size !== keys.length;
}

const problemAnswers = (...statuses: readonly number[]) =>
  Object.fromEntries(
    [400, 401, 500, ...statuses].map((status) => [
      status,
      {
        description: 'Problem',
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
    ]),
  );

const jsonAnswer = (schema: string) => ({
  description: 'Success',
  content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } },
});

const noteId = {
  in: 'path',
  name: 'noteId',
  required: true,
  schema: { type: 'string', pattern: '^note_\\d{1,9}$', examples: ['note_1'] },
};

const title = { type: 'string', minLength: 1, maxLength: longestTitle, examples: ['Milk'] };
const tags = {
  type: 'array',
  maxItems: mostTags,
  items: { type: 'string', minLength: 1, maxLength: 10 },
};
const priority = { type: 'integer', minimum: 1, maximum: 9 };
const details = {
  type: 'object',
  properties: { colour: { type: 'string', minLength: 1, maxLength: 10 } },
  required: ['colour'],
  additionalProperties: false,
};
const security = [{ accessToken: [] }];

const plantedDocument: OpenApiDocument = {
  openapi: '3.1.1',
  paths: {
    '/notes': {
      get: {
        operationId: 'notes.list',
        security,
        parameters: [
          { in: 'query', name: 'limit', schema: { type: 'integer', minimum: 1, maximum: 100 } },
          { in: 'query', name: 'cursor', schema: { type: 'string', minLength: 1, maxLength: 400 } },
        ],
        responses: { 200: jsonAnswer('Notes'), ...problemAnswers() },
      },
      post: {
        operationId: 'notes.create',
        security,
        parameters: [
          {
            in: 'header',
            name: 'Idempotency-Key',
            schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,40}$' },
          },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: { title, tags, priority, details },
                required: ['title'],
                additionalProperties: false,
              },
            },
          },
        },
        responses: { 201: jsonAnswer('Note'), ...problemAnswers(413, 415, 422) },
      },
    },
    '/notes/{noteId}': {
      get: {
        operationId: 'notes.get',
        security,
        parameters: [noteId],
        responses: { 200: jsonAnswer('Note'), ...problemAnswers(404) },
      },
      patch: {
        operationId: 'notes.patch',
        security,
        parameters: [
          noteId,
          { in: 'header', name: 'If-Match', required: true, schema: { type: 'string' } },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: { title },
                required: ['title'],
                additionalProperties: false,
              },
            },
          },
        },
        responses: { 200: jsonAnswer('Note'), ...problemAnswers(404, 412, 413, 415, 428) },
      },
      delete: {
        operationId: 'notes.delete',
        security,
        parameters: [noteId],
        responses: { 204: { description: 'Deleted' }, ...problemAnswers(404) },
      },
    },
  },
  components: {
    schemas: {
      Note: {
        type: 'object',
        properties: {
          id: { type: 'string', pattern: '^note_\\d{1,9}$' },
          title: { type: 'string' },
          tags,
          priority,
          details,
          version: { type: 'integer', minimum: 1 },
        },
        required: ['id', 'title', 'tags', 'priority', 'version'],
      },
      Notes: {
        type: 'object',
        properties: {
          items: { type: 'array', items: { $ref: '#/components/schemas/Note' } },
          nextCursor: { type: ['string', 'null'] },
        },
        required: ['items', 'nextCursor'],
      },
      Problem: {
        type: 'object',
        properties: {
          type: { type: 'string' },
          title: { type: 'string' },
          status: { type: 'integer' },
          detail: { type: 'string' },
          code: { type: 'string' },
          requestId: { type: 'string' },
        },
        required: ['type', 'title', 'status', 'code', 'requestId'],
      },
    },
  },
};
