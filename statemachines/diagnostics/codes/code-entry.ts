/** What the registry knows of one diagnostic code; `docs/errors.md` and `slipway explain` are made from it. */
export interface CodeEntry {
  /** One line, lower case, no full stop: the fault in the user's words. */
  readonly title: string;
  /** Why it is a fault and what to do, in full sentences. */
  readonly explanation: string;
  /** A whole definition file that has the fault; the tests hold the registry to it. */
  readonly wrong?: string;
  /** The same file put right. */
  readonly right?: string;
}
