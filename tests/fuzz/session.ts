import { createJudge, type Finding, type Judge } from './judge.ts';
import type { Operation } from './operations.ts';
import {
  emptyReport,
  type FuzzCase,
  failureId,
  type Phase,
  type Report,
  reportOf,
} from './report.ts';
import { applyChanges, curlLine, type PlainRequest, webRequest } from './request.ts';
import { type Answer, ask, NoAnswer, type Target } from './target.ts';

export interface Attempt {
  findings: readonly Finding[];
  /** `undefined` when the request cannot be sent or is not answered. */
  answer: Answer | undefined;
}

type SingleCase = Extract<FuzzCase, { phase: 1 | 2 }>;

/** One run of the fuzzer against one target: what it sends, judges and writes down. */
export interface Session {
  target: Target;
  judge: Judge;
  report: Report;
  /** Sends a request and judges the answer. */
  attempt: (
    operation: Operation,
    request: PlainRequest,
    phase: Phase,
    mustRefuse?: string,
  ) => Promise<Attempt>;
  /**
   * The call of a scenario, arranged anew only when it cannot be made again.
   *
   * @throws OutOfReach
   */
  callOf: (operation: Operation, scenario: number) => Promise<PlainRequest>;
  /** Sends what a case says, on a call that succeeds. */
  tryCase: (
    operation: Operation,
    fuzzCase: SingleCase,
  ) => Promise<Attempt & { request: PlainRequest }>;
  /** Whether a failure is in the report already. */
  isKnown: (operation: Operation, finding: Finding) => boolean;
  /** Writes findings down, each once; `request` shows them. */
  record: (
    operation: Operation,
    findings: readonly Finding[],
    fuzzCase: FuzzCase,
    request: PlainRequest | undefined,
  ) => void;
}

/** Access tokens live for 15 minutes. */
const oldestCall = 10 * 60 * 1000;

interface KeptCall {
  request: PlainRequest;
  madeAt: number;
}

export function createSession(target: Target): Session {
  const judge = createJudge(target);
  const report = emptyReport();
  const kept = new Map<string, KeptCall>();
  /** Whether a call succeeds a second time. */
  const repeatable = new Map<string, boolean>();

  const record: Session['record'] = (operation, findings, fuzzCase, request) => {
    for (const finding of findings) {
      const id = failureId(operation.id, finding);
      const known = report.failures.find((failure) => failure.id === id);
      if (known) {
        known.count += 1;
        continue;
      }
      const curl = request ? curlLine(target.baseUrl, operation, request) : '';
      report.failures.push({
        ...finding,
        id,
        operation: operation.id,
        count: 1,
        curl,
        case: fuzzCase,
      });
    }
  };

  async function callOf(operation: Operation, scenario: number): Promise<PlainRequest> {
    const key = `${operation.id} ${scenario}`;
    const known = kept.get(key);
    if (known && Date.now() - known.madeAt < oldestCall) return known.request;
    const arranged = target.scenarios(operation)[scenario];
    const request = arranged ? await arranged.arrange() : exampleOf(operation);
    kept.set(key, { request, madeAt: Date.now() });
    return request;
  }

  /** What succeeded may not succeed again: then the next one names the new version or begins anew. */
  async function used(operation: Operation, scenario: number, answer: Answer): Promise<void> {
    if (operation.method === 'GET' || answer.status >= 400) return;
    const key = `${operation.id} ${scenario}`;
    if (!repeatable.has(key)) {
      const request = await callOf(operation, scenario);
      const { answer: second, findings } = await attempt(operation, request, 1);
      const id = operation.id;
      const label = 'as it succeeds, once more';
      record(
        operation,
        findings,
        { phase: 1, seed: 0, operation: id, scenario, label, changes: [] },
        request,
      );
      repeatable.set(key, (second?.status ?? 500) < 400);
    }
    if (repeatable.get(key)) return;
    const call = kept.get(key);
    const etag = answer.headers.get('etag');
    if (!call || etag === null || call.request.headers['if-match'] === undefined) {
      kept.delete(key);
      return;
    }
    const headers = { ...call.request.headers, 'if-match': etag };
    kept.set(key, { ...call, request: { ...call.request, headers } });
  }

  async function attempt(
    operation: Operation,
    request: PlainRequest,
    phase: Phase,
    mustRefuse?: string,
  ): Promise<Attempt> {
    const web = webRequest(target.baseUrl, operation, request);
    if (!web) {
      report.unsendable += 1;
      return { findings: [], answer: undefined };
    }
    report.inputs[phase] += 1;
    const mine = reportOf(report, operation.id);
    mine.inputs += 1;
    try {
      const answer = await ask(target, web);
      if (answer.status >= 200 && answer.status < 400) mine.succeeded = true;
      mine.statuses.set(answer.status, (mine.statuses.get(answer.status) ?? 0) + 1);
      return { findings: judge.judge(operation, request, answer, mustRefuse), answer };
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      return { findings: [{ oracle: 'no answer', message: error.message }], answer: undefined };
    }
  }

  return {
    target,
    judge,
    report,
    callOf,
    attempt,
    async tryCase(operation, { scenario, changes, phase, mustRefuse }) {
      const request = applyChanges(await callOf(operation, scenario), changes);
      const attempted = await attempt(operation, request, phase, mustRefuse);
      if (attempted.answer) await used(operation, scenario, attempted.answer);
      return { ...attempted, request };
    },
    isKnown(operation, finding) {
      const id = failureId(operation.id, finding);
      return report.failures.some((failure) => failure.id === id);
    },
    record,
  };
}

/** The call that the document's examples make. */
function exampleOf({ method, parameters, body }: Operation): PlainRequest {
  const examples = (place: 'path' | 'query' | 'header') =>
    parameters
      .filter((parameter) => parameter.in === place && parameter.example !== undefined)
      .map(({ name, example }): [string, string] => [
        place === 'header' ? name.toLowerCase() : name,
        String(example),
      ]);
  return {
    method,
    params: Object.fromEntries(examples('path')),
    query: examples('query'),
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...Object.fromEntries(examples('header')),
    },
    body: body?.example === undefined ? undefined : JSON.stringify(body.example),
  };
}
