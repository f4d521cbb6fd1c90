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
import { type Answer, ask, NoAnswer, OutOfReach, type Scenario, type Target } from './target.ts';

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
   * @throws OutOfReach · Unarranged
   */
  callOf: (operation: Operation, scenario: number) => Promise<PlainRequest>;
  /** Sends what a case says, on a call that succeeds; without one there is no request. */
  tryCase: (
    operation: Operation,
    fuzzCase: SingleCase,
  ) => Promise<Attempt & { request: PlainRequest | undefined }>;
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

/** A call could not be prepared, though it could be if the API did as its document says. */
export class Unarranged extends Error {
  override readonly name = 'Unarranged';
}

/** What is found where a call could not be prepared. @throws what is no {@link Unarranged} */
function findingOf(error: unknown): Finding {
  if (!(error instanceof Unarranged)) throw error;
  return { oracle: 'never succeeds', message: error.message };
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
    const request = arranged ? await arrangedCall(arranged) : exampleOf(operation);
    kept.set(key, { request, madeAt: Date.now() });
    return request;
  }

  /** What succeeded may not succeed again: then the next one names the new version or begins anew. */
  async function used(operation: Operation, scenario: number, answer: Answer): Promise<void> {
    if (operation.method === 'GET' || answer.status >= 400) return;
    const key = `${operation.id} ${scenario}`;
    if (!repeatable.has(key)) {
      const label = 'as it succeeds, once more';
      const { id } = operation;
      const fuzzCase = { phase: 1, seed: 0, operation: id, scenario, label, changes: [] } as const;
      const { answer: second, findings, request } = await attemptOn(operation, fuzzCase);
      record(operation, findings, fuzzCase, request);
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

  async function attemptOn(
    operation: Operation,
    { scenario, changes, phase, mustRefuse }: SingleCase,
  ): Promise<Attempt & { request: PlainRequest | undefined }> {
    let call: PlainRequest;
    try {
      call = await callOf(operation, scenario);
    } catch (error) {
      return { findings: [findingOf(error)], answer: undefined, request: undefined };
    }
    const request = applyChanges(call, changes);
    return { ...(await attempt(operation, request, phase, mustRefuse)), request };
  }

  return {
    target,
    judge,
    report,
    callOf,
    attempt,
    async tryCase(operation, fuzzCase) {
      const attempted = await attemptOn(operation, fuzzCase);
      if (attempted.answer) await used(operation, fuzzCase.scenario, attempted.answer);
      return attempted;
    },
    isKnown(operation, finding) {
      const id = failureId(operation.id, finding);
      return report.failures.some((failure) => failure.id === id);
    },
    record,
  };
}

async function arrangedCall({ name, arrange }: Scenario): Promise<PlainRequest> {
  try {
    return await arrange();
  } catch (cause) {
    if (cause instanceof OutOfReach) throw cause;
    throw new Unarranged(`the scenario ${name} cannot be arranged: ${String(cause)}`, { cause });
  }
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
