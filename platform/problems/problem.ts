import type { Diagnostic } from '../../statemachines/diagnostics/diagnostic.ts';

/**
 * `invalid`: the request's own fault; `diagnostics`, where given, say all that is wrong. `conflict`: the request does not
 * fit what stands. `unavailable`: a service that Slipway stands on refused; trying again may help. `no-space`: a store is
 * full.
 */
export type ProblemKind =
  'invalid' | 'unauthenticated' | 'forbidden' | 'not-found' | 'conflict' | 'too-large' | 'unavailable' | 'no-space';

/** What a use case cannot do, in the user's words: `message` is shown to them as it is. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly kind: ProblemKind;
  readonly diagnostics: readonly Diagnostic[];

  constructor(
    kind: ProblemKind,
    message: string,
    options: { readonly diagnostics?: readonly Diagnostic[]; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.kind = kind;
    this.diagnostics = options.diagnostics ?? [];
  }
}
