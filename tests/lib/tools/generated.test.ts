import { readFileSync } from 'node:fs';
import { scheduledEvent } from '../../../lib/cron/scheduled.ts';
import { queryOf } from '../../../lib/http/middleware/parsing.ts';
import { envelope } from '../../../lib/queue/message.ts';
import { accessPatterns } from '../../../lib/registry/access-patterns.ts';
import { queues } from '../../../lib/registry/queues.ts';
import { invocables } from '../../../lib/tools/invocables.ts';
import { accessPatternPage, fillMarkers } from '../../../lib/tools/reference.ts';
import { samples } from '../../../lib/tools/samples.ts';

const all = samples();

/** A sample as far as a test looks into it. */
const sampleOf = <Shape>(name: string) => all[name] as Shape;

describe('sample events', () => {
  it('stand for every function', () => {
    expect(Object.keys(all).toSorted()).toEqual(invocables.map(({ name }) => name).toSorted());
  });

  it('are requests that their routes take', () => {
    for (const { kind, name, definition } of invocables) {
      if (kind !== 'route') continue;
      const sample = sampleOf<Record<string, string | undefined>>(name);
      const { pathParameters = {}, queryStringParameters = {}, body } = sample;
      if (definition.params) definition.params.parse(pathParameters);
      queryOf(definition).parse(queryStringParameters);
      if (definition.body) definition.body.parse(JSON.parse(body ?? ''));
    }
  });

  it('are messages that their workers take, one of each type', () => {
    for (const queue of queues) {
      const name = invocables.find(({ definition }) => definition.id === queue.id)?.name ?? '';
      const { Records } = sampleOf<{ Records: { body: string }[] }>(name);
      const definitions = [...queue.subscribes, ...queue.accepts];
      const messages = Records.map(({ body }) => envelope.parse(JSON.parse(body)));
      expect(messages.map(({ type }) => type)).toEqual(definitions.map(({ type }) => type));
      for (const [at, definition] of definitions.entries()) {
        definition.data.parse(messages[at]?.data);
      }
    }
  });

  it('are slots that tasks take', () => {
    for (const { kind, name } of invocables) {
      if (kind === 'task') expect(scheduledEvent.safeParse(all[name]).success).toBe(true);
    }
  });
});

describe('fillMarkers', () => {
  it('replaces what stands between markers and nothing else', () => {
    const text = 'before\n<!-- generated:errors -->\nstale\n<!-- /generated -->\nafter\n';
    const filled = fillMarkers(text);
    expect(filled).toMatch(/^before\n<!-- generated:errors -->\n/);
    expect(filled).toContain('| `request.invalid` | 400 |');
    expect(filled).toMatch(/<!-- \/generated -->\nafter\n$/);
    expect(filled).not.toContain('stale');
    expect(fillMarkers(filled)).toBe(filled);
  });

  it('refuses markers that nothing fills or closes', () => {
    expect(() => fillMarkers('<!-- generated:nothing -->\n<!-- /generated -->')).toThrow(
      'no generated table named nothing',
    );
    expect(() => fillMarkers('<!-- generated:errors -->\n')).toThrow('not closed');
  });
});

describe('docs/access-patterns.md', () => {
  it('is what the access patterns say', () => {
    expect(readFileSync('docs/access-patterns.md', 'utf8')).toBe(accessPatternPage());
  });

  it('names functions that there are, or says in words who asks', () => {
    const ids = new Set<string>(invocables.map(({ definition }) => definition.id));
    const named = accessPatterns.flatMap(({ usedBy }) => usedBy.filter((id) => !id.includes(' ')));
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((id) => !ids.has(id))).toEqual([]);
  });

  it('has no scan, and asks a secondary index for nothing consistent', () => {
    const page = accessPatternPage();
    expect(page).not.toMatch(/- Index: `gsi\d`, read consistently/);
    expect(page).not.toContain('"Scan"');
  });
});
