import type { DiagnosticResource } from '../api/schemas/diagnostic.ts';
import type { ProblemResource } from '../api/schemas/problem.ts';

/** The API answered, and refused: `problem` says why, `diagnostics` every fault of a definition or of values. */
export class SlipwayApiError extends Error {
  override readonly name = 'SlipwayApiError';
  readonly status: number;
  readonly problem: ProblemResource;

  constructor(problem: ProblemResource, options?: ErrorOptions) {
    super(problem.detail ?? problem.title, options);
    this.status = problem.status;
    this.problem = problem;
  }

  get diagnostics(): readonly DiagnosticResource[] {
    return this.problem.diagnostics ?? [];
  }
}

/** No answer came, or none that Slipway's API gives: wrong address, no network, another server. */
export class SlipwayConnectionError extends Error {
  override readonly name = 'SlipwayConnectionError';
  readonly endpoint: string;

  constructor(endpoint: string, reason: string, options?: ErrorOptions) {
    super(`no answer from the API at ${endpoint}: ${reason}`, options);
    this.endpoint = endpoint;
  }
}
