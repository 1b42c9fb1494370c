/** A variable of the function's environment, which the manifest promises. */
export function requireVariable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(`the function lacks the environment variable ${name}; deploy it from functions/manifest.ts`);
  }
  return value;
}
