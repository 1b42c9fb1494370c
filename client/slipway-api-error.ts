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

  constructor(endpoint: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.endpoint = endpoint;
  }
}

/** The store, to which files travel by presigned links, refused one or broke off. */
export class SlipwayStoreError extends Error {
  override readonly name = 'SlipwayStoreError';
  readonly endpoint: string;

  constructor(endpoint: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.endpoint = endpoint;
  }
}
