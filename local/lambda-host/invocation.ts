export interface Invocation {
  readonly requestId: string;
  /** JSON text. */
  readonly event: string;
}

export type InvocationOutcome =
  | { readonly kind: 'success'; readonly payload: string; readonly logTail: string }
  /** The function failed; `payload` is Lambda's error object as JSON. */
  | { readonly kind: 'function-error'; readonly payload: string; readonly logTail: string };

/** Lambda's error object for a function that the service itself ended. */
export function sandboxError(errorType: string, requestId: string, message: string): string {
  return JSON.stringify({ errorType, errorMessage: `RequestId: ${requestId} Error: ${message}` });
}
