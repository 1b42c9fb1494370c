import console from 'node:console';
import type { StepContext } from '../../../../../functions/steps/step-context.ts';

/** Does not wait for what it starts: that goes on while the environment runs the next trial. */
export default ({ parameters, metadata, execution }: StepContext): Promise<void> | undefined => {
  const { executionId } = execution;
  metadata({ now: executionId });
  if (parameters['late'] === true) {
    setTimeout(() => {
      metadata({ late: executionId });
      console.log(`late of ${executionId}`);
    }, 50);
    return undefined;
  }
  return new Promise((resolve) => setTimeout(resolve, 150));
};
