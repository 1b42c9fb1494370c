/** What the host and the process of a warm environment say to each other over the IPC channel. Events and results travel as JSON text. */
export type HostMessage = {
  readonly kind: 'invoke';
  readonly requestId: string;
  readonly event: string;
  /** Epoch milliseconds. */
  readonly deadline: number;
  readonly functionArn: string;
};

export type EnvironmentMessage =
  | { readonly kind: 'ready' }
  /** The code could not be loaded; every invocation would fail with this. */
  | { readonly kind: 'init-error'; readonly error: string }
  | { readonly kind: 'result'; readonly requestId: string; readonly payload: string }
  /** `payload` is Lambda's error object as JSON; `ending`: it was thrown outside the handler, and the process ends of it. */
  | { readonly kind: 'error'; readonly requestId: string; readonly payload: string; readonly ending?: true }
  /** Resident memory, where the host cannot see it for itself. */
  | { readonly kind: 'memory'; readonly bytes: number };
