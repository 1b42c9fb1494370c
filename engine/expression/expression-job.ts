import type { Bindings, Moment } from './jsonata-expression.ts';

/** An expression to be evaluated in another thread. */
export interface ExpressionJob {
  readonly source: string;
  readonly bindings: Bindings;
  readonly moment: Moment;
}

/** What the thread says: that it is ready, once, and then one answer a job. */
export type ThreadMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'value'; readonly text: string }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'not JSON'; readonly found: string }
  | { readonly kind: 'failed'; readonly code: string | undefined; readonly message: string };
