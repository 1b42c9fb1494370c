import type { LocalFunction } from './local-function.ts';

export interface ServiceAddresses {
  readonly region: string;
  /** `AWS_ENDPOINT_URL_<SERVICE>` by service id, upper case. */
  readonly endpoints: Readonly<Record<string, string>>;
}

/** What the operating system needs to run a process; the rest of the user's variables may hold secrets and stays outside. */
const PASSED_ON = ['PATH', 'SystemRoot', 'SYSTEMROOT', 'LD_LIBRARY_PATH', 'NODE_EXTRA_CA_CERTS'];

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
export function environmentVariables(
  fn: LocalFunction,
  addresses: ServiceAddresses,
  folders: { readonly temporary: string; readonly compileCache: string },
  logStreamName: string,
): Record<string, string> {
  const passed = Object.fromEntries(PASSED_ON.flatMap((name) => entryOf(name)));
  return {
    ...passed,
    LANG: 'en_US.UTF-8',
    TZ: 'UTC',
    ...fn.environment,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: addresses.region,
    AWS_DEFAULT_REGION: addresses.region,
    // Ports change from start to start, so what a function was created with does not count.
    ...Object.fromEntries(
      Object.entries(addresses.endpoints).map(([service, url]) => [`AWS_ENDPOINT_URL_${service}`, url]),
    ),
    // Without these the SDK reads the user's profile, or asks the network for credentials.
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EXECUTION_ENV: `AWS_Lambda_${fn.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${fn.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: logStreamName,
    LAMBDA_TASK_ROOT: fn.codeFolder,
    _HANDLER: fn.handler,
    HOME: folders.temporary,
    TMPDIR: folders.temporary,
    TEMP: folders.temporary,
    TMP: folders.temporary,
    NODE_COMPILE_CACHE: folders.compileCache,
  };
}

function entryOf(name: string): [string, string][] {
  const value = process.env[name];
  return value === undefined ? [] : [[name, value]];
}
