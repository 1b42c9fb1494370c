/** Bytes of a body file that are still on disk; fauxqs measures and slices it as it does a buffer. */
export class FileSlice {
  readonly path: string;
  readonly start: number;
  readonly length: number;

  constructor(path: string, start: number, length: number) {
    this.path = path;
    this.start = start;
    this.length = length;
  }

  subarray(start: number, end: number): FileSlice {
    return new FileSlice(this.path, this.start + start, end - start);
  }
}
