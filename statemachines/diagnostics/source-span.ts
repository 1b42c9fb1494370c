/** A place in a source file: where a value stands. Lines and columns count from 1, columns in UTF-16 units. */
export interface SourceSpan {
  readonly file: string;
  /** UTF-16 offset of the first character, from 0. */
  readonly offset: number;
  readonly length: number;
  readonly line: number;
  readonly column: number;
}

/** A value together with the place where the author wrote it. */
export interface Located<T> {
  readonly value: T;
  readonly span: SourceSpan;
}
