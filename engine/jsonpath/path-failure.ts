/** A path that is not valid, or leads nowhere. */
export class PathFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PathFailure';
  }
}
