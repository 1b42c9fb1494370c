/** An action ended the run: the machine sees the name, and fails by it. */
export class RunHalted extends Error {
  override readonly name: 'PipelineStopped' | 'PipelineErrored';

  constructor(status: 'stopped' | 'failed', reason: string) {
    super(reason);
    this.name = status === 'stopped' ? 'PipelineStopped' : 'PipelineErrored';
  }
}
