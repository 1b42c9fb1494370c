const BUILT_IN = 'slipway/';

/** Built-in handlers are the platform's: there is no file of theirs beside the definition. */
export function isBuiltIn(handler: string): boolean {
  return handler.startsWith(BUILT_IN);
}
