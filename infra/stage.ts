/** What differs between a stage where data may go and one where it must stay. */
export interface Stage {
  /** Prefix of every name: `slipway-<name>-...`; 1 to 16 of a-z, 0-9. */
  readonly name: string;
  /** Production: destroying the stack leaves bucket and table; the table is protected from deletion. */
  readonly keepsData: boolean;
}

/** `dev` and its like lose their data with the stack, `prod` keeps it. Throws when the name cannot be part of AWS names. */
export function stageOf(name: unknown, keepsData = name === 'prod'): Stage {
  if (typeof name !== 'string' || !/^[a-z0-9]{1,16}$/.test(name)) {
    throw new Error(
      `stage "${String(name)}" is not usable in names; give 1 to 16 of a-z and 0-9, such as -c stage=dev`,
    );
  }
  return { name, keepsData };
}
