import { defineRoute } from '../../lib/http/route.ts';
import { invocablesOf } from '../../lib/invocables.ts';
import { stackNames } from '../../lib/local/front/accesses.ts';
import type { ServiceCall } from '../../lib/local/front/call.ts';
import type { Needs } from '../../lib/needs.ts';
import { collectEvidence, compareEvidence, describeDiscrepancies } from './evidence.ts';
import { testStackNames } from './test-run.ts';

const names = stackNames({ tableName: 'notes', queuePrefix: 'notes-', bucketName: 'notes' });

function functionThat(needs: Needs) {
  const definition = defineRoute({
    id: 'test.keep',
    method: 'POST',
    path: '/notes',
    summary: 'Keep',
    auth: 'user',
    responses: { 204: { description: 'Kept' } },
    errors: [],
    examples: {},
    needs,
  });
  return invocablesOf({ routes: [definition], queues: [], tasks: [], streamWorkers: [] });
}

type Deed = Pick<ServiceCall, 'service' | 'operation' | 'input'>;

function compare(needs: Needs, deeds: readonly Deed[]) {
  const { evidence, see } = collectEvidence(names);
  const trace = {
    functionId: 'test.keep',
    requestId: 'request-1',
    correlationId: 'request-1',
    invocationId: 'run-1',
  };
  for (const deed of deeds) see({ ...deed, trace });
  return compareEvidence(functionThat(needs), evidence);
}

const put: Deed = { service: 'dynamodb', operation: 'PutItem', input: { TableName: 'notes' } };
const send: Deed = {
  service: 'sqs',
  operation: 'SendMessageBatch',
  input: { QueueUrl: 'http://127.0.0.1/1/notes-tell' },
};

describe('compareEvidence', () => {
  it('finds nothing where all that is declared was seen', () => {
    const needs = { dynamodb: ['PutItem'], sqs: ['tell'], secrets: ['sealing-key'] } as const;
    expect(compare(needs, [put, send])).toEqual([]);
  });

  it('holds nothing to what the machinery does by itself', () => {
    expect(compare({}, [])).toEqual([]);
    const revocations = { ...put, operation: 'Query' };
    expect(compare({}, [revocations])).toEqual([]);
  });

  it('tells what is declared and was never seen', () => {
    const needs = {
      dynamodb: ['PutItem', 'DeleteItem'],
      indexes: ['gsi1'],
      sqs: ['tell'],
    } as const;
    const found = compare(needs, [put]);
    expect(found).toEqual([
      {
        functionId: 'test.keep',
        missing: [],
        unused: [
          'dynamodb:DeleteItem on table',
          'dynamodb:Query on index gsi1',
          'sqs:SendMessage on queue tell',
        ],
      },
    ]);
    expect(describeDiscrepancies(found)).toContain(
      'test.keep declares dynamodb:DeleteItem on table, but no test saw it',
    );
  });

  it('tells what was seen and is not allowed', () => {
    const found = compare({ dynamodb: ['PutItem'] }, [put, send]);
    expect(found).toEqual([
      { functionId: 'test.keep', missing: ['sqs:SendMessage on queue tell'], unused: [] },
    ]);
    expect(describeDiscrepancies(found)).toBe('test.keep lacks sqs:SendMessage on queue tell');
  });

  it('takes no call for evidence that no function made', () => {
    const { evidence, see } = collectEvidence(names);
    see({ ...put, trace: undefined });
    expect(evidence.size).toBe(0);
  });
});

describe('testStackNames', () => {
  it.each(['moa-0a1b2c3d', 'moa-0a1b2c3d-2', 'moa-0a1b2c3d-2-12ab34cd', 'moa-0a1b2c3d-0123456789'])(
    'knows the stack of %s',
    (table) => {
      expect(testStackNames.isTable(table)).toBe(true);
      expect(testStackNames.queueOf(`${table}-fan-out-post`)).toBe('fan-out-post');
    },
  );

  it('knows no other', () => {
    for (const name of ['moa-local-table', 'notes', 'moa-0a1b2c3d-fan-out-post']) {
      expect(testStackNames.isTable(name)).toBe(false);
    }
    expect(testStackNames.queueOf('moa-local-fan-out-post')).toBeUndefined();
    expect(testStackNames.queueOf('moa-0a1b2c3d-2')).toBeUndefined();
  });
});
