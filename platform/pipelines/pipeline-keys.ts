/** Where a pipeline version's objects lie in the bucket. */
export function definitionKey(project: string, pipeline: string, definitionHash: string): string {
  return `${versionPrefix(project, pipeline, definitionHash)}definition.yaml`;
}

/** Of the main machine, or of one that it starts. */
export function aslKey(
  project: string,
  pipeline: string,
  definitionHash: string,
  structureHash: string,
  machine = 'main',
): string {
  const part = machine === 'main' ? '' : `.${machine}`;
  return `${versionPrefix(project, pipeline, definitionHash)}${structureHash}${part}.asl.json`;
}

export function planKey(project: string, pipeline: string, definitionHash: string, structureHash: string): string {
  return `${versionPrefix(project, pipeline, definitionHash)}${structureHash}.plan.json`;
}

export function codeKey(project: string, digest: string): string {
  return `projects/${project}/code/${digest}.zip`;
}

function versionPrefix(project: string, pipeline: string, definitionHash: string): string {
  return `projects/${project}/pipelines/${encodeURIComponent(pipeline)}/${definitionHash}/`;
}
