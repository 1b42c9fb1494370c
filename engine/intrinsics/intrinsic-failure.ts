/** `States.IntrinsicFailure`: an intrinsic function that is unknown, or cannot use its arguments. */
export class IntrinsicFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'IntrinsicFailure';
  }
}
