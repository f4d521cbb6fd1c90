import { catalog, type ErrorCode } from '../../lib/registry/errors.ts';
import { type Answer, describeAnswer, type Problem } from './answer.ts';

declare global {
  namespace jest {
    interface Matchers<R> {
      /** The answer has this status; a failure shows the whole answer. */
      toHaveStatus(status: number): R;
      /** The answer is the problem document of this code, with the status that the code has. */
      toBeProblem(code: ErrorCode): R;
    }
  }
}

function toHaveStatus(answer: Answer, status: number) {
  return {
    pass: answer.status === status,
    message: () => `wanted ${status}, but ${describeAnswer(answer)}`,
  };
}

function toBeProblem(answer: Answer, code: ErrorCode) {
  const { status } = catalog[code];
  const problem = answer.body as Partial<Problem> | undefined;
  const isProblem = answer.headers.get('content-type') === 'application/problem+json';
  return {
    pass:
      isProblem &&
      answer.status === status &&
      problem?.status === status &&
      problem.code === code &&
      Boolean(problem.type?.endsWith(`/docs/errors/${code}`)),
    message: () => `wanted the problem ${code} (${status}), but ${describeAnswer(answer)}`,
  };
}

expect.extend({ toHaveStatus, toBeProblem });
