import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { CommandError } from '../command-error.ts';
import type { Terminal } from '../terminal.ts';

const configurationSchema = z.strictObject({
  endpoint: z.url({ protocol: /^https?$/u }).exactOptional(),
  token: z.string().min(1).exactOptional(),
});

export type UserConfiguration = Readonly<z.output<typeof configurationSchema>>;

/** `$XDG_CONFIG_HOME/slipway/credentials.json`, else `~/.config/slipway/credentials.json`: `{"endpoint", "token"}`. */
export function userConfigurationPath(environment: Terminal['environment']): string {
  const base = environment['XDG_CONFIG_HOME'] ?? join(environment['HOME'] ?? homedir(), '.config');
  return join(base, 'slipway', 'credentials.json');
}

/** Empty where there is no file. A file that others may read is refused, since it holds a token. */
export async function readUserConfiguration(environment: Terminal['environment']): Promise<UserConfiguration> {
  const path = userConfigurationPath(environment);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return {};
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) {
    throw new CommandError(
      `"${path}" holds a token and may be read by others (mode ${(found.mode & 0o777).toString(8)})`,
      {
        reason: 'notAuthorised',
        hint: `chmod 600 ${path}`,
      },
    );
  }
  const configuration = configurationSchema.safeParse(parsed(await readFile(path, 'utf8')));
  if (configuration.success) return configuration.data;
  throw new CommandError(`"${path}" is not a configuration of slipway`, {
    hint: 'it is {"endpoint": "https://...", "token": "..."}, both optional',
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
