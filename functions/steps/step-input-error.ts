/** What a user gave a step cannot be used; the message alone says what is wrong and what to do, so no stack is shown. */
export class StepInputError extends Error {
  override readonly name = 'StepInputError';
}
