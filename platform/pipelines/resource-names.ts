import { type HandlerResources, usualResources } from './handler-resources.ts';

/** AWS names of what Slipway makes. Permissions are given by the prefix `slipway-<stage>-`. */
export function functionName(stage: string, name: string): string {
  return `slipway-${stage}-${name}`;
}

/**
 * The function of a user's handler, by the digest of its code and by what it may use: one that is to get more memory is another
 * function, and runs that are at work keep theirs.
 */
export function stepFunctionName(stage: string, digest: string, resources: HandlerResources): string {
  const { memoryMb, storageMb } = resources;
  const usual = memoryMb === usualResources.memoryMb && storageMb === usualResources.storageMb;
  return functionName(stage, `step-${digest.slice(0, 16)}${usual ? '' : `-${memoryMb}-${storageMb}`}`);
}

/** The second hash tells apart machines of one structure that call different functions. */
export function stateMachineName(stage: string, structureHash: string, aslHash: string): string {
  return `slipway-${stage}-${structureHash.slice(0, 12)}-${aslHash.slice(0, 8)}`;
}
