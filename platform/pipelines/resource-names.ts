/** AWS names of what Slipway makes. Permissions are given by the prefix `slipway-<stage>-`. */
export function functionName(stage: string, name: string): string {
  return `slipway-${stage}-${name}`;
}

/** The function of a user's handler, by the digest of its code. */
export function stepFunctionName(stage: string, digest: string): string {
  return functionName(stage, `step-${digest.slice(0, 16)}`);
}

/** The second hash tells apart machines of one structure that call different functions. */
export function stateMachineName(stage: string, structureHash: string, aslHash: string): string {
  return `slipway-${stage}-${structureHash.slice(0, 12)}-${aslHash.slice(0, 8)}`;
}
