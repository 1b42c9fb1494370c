interface TextShape {
  readonly kind: 'text';
  readonly min?: number;
  /** In characters; in bytes of UTF-8 where it is data. */
  readonly max?: number;
  readonly pattern?: string;
  readonly choices?: readonly string[];
  /** Never shown in an error. */
  readonly sensitive?: true;
}

interface NumberShape {
  readonly kind: 'integer' | 'float';
  readonly min?: number;
  readonly max?: number;
}

interface FlagShape {
  readonly kind: 'flag';
}

interface ListShape {
  readonly kind: 'list';
  readonly of: RequestShape;
  readonly min?: number;
  readonly max?: number;
}

export interface StructureShape {
  readonly kind: 'structure';
  /** As AWS's errors print it. */
  readonly name: string;
  readonly members: Readonly<Record<string, RequestShape>>;
  readonly required: readonly string[];
}

/** What a member of a request may be: the service's own model, as its errors tell of it. */
export type RequestShape = TextShape | NumberShape | FlagShape | ListShape | StructureShape;

export const structure = (
  name: string,
  members: Readonly<Record<string, RequestShape>>,
  ...required: readonly string[]
): StructureShape => ({ kind: 'structure', name, members, required });
