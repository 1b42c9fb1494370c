import { optimisedPatterns, SDK_PATTERNS } from './optimised-integrations.ts';
import { parseTaskResource } from './task-resource.ts';

/** What may stand in a Task depends on what runs it: `.sync`, task tokens and activities may outlive an Express machine. */
export type MachineType = 'STANDARD' | 'EXPRESS';

const ARN = /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\d*:.+$/;
const ACTIVITY = /^arn:aws[a-z-]*:states:[a-z0-9-]+:\d+:activity:.+$/;

const notRecognized = (resource: string): string =>
  `The resource provided ${resource} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`;

/**
 * What is wrong with a Task's `Resource`, in the words of CreateStateMachine; nothing where AWS would take it.
 * Whether the machine may use the pattern at all depends on its type.
 */
export const resourceProblem = (text: string, machineType: MachineType): string | undefined => {
  if (!ARN.test(text)) return notRecognized(text);
  if (ACTIVITY.test(text)) {
    return machineType === 'EXPRESS' ? 'Express state machine does not support Activity ARN' : undefined;
  }
  const resource = parseTaskResource(text);
  if (resource.kind === 'lambda') return undefined;
  if (resource.kind !== 'integration') return notRecognized(text);
  const { service, action, sdk, pattern } = resource;
  const patterns = sdk ? SDK_PATTERNS : optimisedPatterns(service, action);
  if (patterns?.includes(pattern) !== true) return notRecognized(text);
  if (machineType === 'EXPRESS' && pattern !== 'requestResponse') {
    // AWS names both forms of the job pattern `.sync`.
    const name = pattern === 'waitForTaskToken' ? pattern : 'sync';
    return `Express state machine does not support '.${name}' service integration`;
  }
  return undefined;
};
