/** An array as NumPy keeps it, in C order. `text` is NumPy's `<U`: fixed width, which reading strips again. */
export type NpyArray = NumericArray | TextArray;

export interface NumericArray {
  readonly kind: 'numeric';
  readonly shape: readonly number[];
  readonly data: Uint8Array | Int32Array | Float32Array | Float64Array;
}

export interface TextArray {
  readonly kind: 'text';
  readonly shape: readonly number[];
  readonly values: readonly string[];
}

/** How many elements a shape holds; one for a scalar's empty shape. */
export const elementCount = (shape: readonly number[]): number => shape.reduce((count, length) => count * length, 1);
