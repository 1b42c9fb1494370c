const MEBIBYTES: Readonly<Record<string, number>> = {
  '': 1,
  m: 1,
  mb: 1,
  mib: 1,
  g: 1024,
  gb: 1024,
  gib: 1024,
};

/**
 * `2048`, `"512 MB"`, `"2 GB"`, `"1.5GiB"` in MiB; undefined where it cannot be read. MB and MiB are the same here, as in
 * Lambda's own "MemorySize in MB", which counts 1,024 to the GB.
 */
export function parseMemorySize(size: string | number): number | undefined {
  const [, amount, unit] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/iu.exec(String(size)) ?? [];
  if (amount === undefined || unit === undefined) return undefined;
  const factor = MEBIBYTES[unit.toLowerCase()];
  const mebibytes = factor === undefined ? undefined : Number(amount) * factor;
  return mebibytes !== undefined && Number.isInteger(mebibytes) && mebibytes > 0 ? mebibytes : undefined;
}
