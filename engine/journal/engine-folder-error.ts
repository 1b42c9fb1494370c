/** The data folder cannot be used. The message says why and what to do. */
export class EngineFolderError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EngineFolderError';
  }
}
