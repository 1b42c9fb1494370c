import { NormalizedSchema } from '@smithy/core/schema';
import type { Json, JsonFields } from '../json/json.ts';
import { requestFromJson, responseToJson } from './convert-by-schema.ts';
import { sdkError, type SdkErrorStyle } from './sdk-error.ts';
import type { Credentials } from './sign-request.ts';
import { TaskError } from '../tasks/task-call.ts';

export interface ServiceOptions {
  readonly region: string;
  readonly endpoints: Readonly<Record<string, string>>;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
}

interface SdkClient {
  readonly config: { credentials(): Promise<Credentials> };
  send(command: object): Promise<unknown>;
  destroy(): void;
}

interface ServiceModule {
  readonly client: SdkClient;
  command(action: string): CommandType | undefined;
}

interface CommandType {
  readonly make: (input: unknown) => object;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
}

/** Calls services by their wire protocols, through one client with kept-alive connections for each. */
export interface ServiceClients {
  /** Calls an operation with Step Functions' names and gives its answer in them. Rejects with `TaskError`. */
  call(service: string, action: string, parameters: Json, style: SdkErrorStyle): Promise<Json>;
  /** The credentials of the SDK's own chain. */
  credentials(): Promise<Credentials>;
  close(): void;
}

/** Where Step Functions' name of a service differs from that of the client's package. */
const PACKAGES: Readonly<Record<string, string>> = {
  cloudwatchlogs: 'cloudwatch-logs',
  cognitoidentityprovider: 'cognito-identity-provider',
  databasemigration: 'database-migration-service',
  elasticloadbalancingv2: 'elastic-load-balancing-v2',
  eventbridge: 'eventbridge',
  sagemakerruntime: 'sagemaker-runtime',
  secretsmanager: 'secrets-manager',
};

/** Enough for the parallel tasks of a large sweep; more wait for a free connection. */
const MOST_SOCKETS = 512;

const isFunction = (value: unknown): value is new (input: unknown) => object => typeof value === 'function';

const loadPackage = async (service: string): Promise<Readonly<Record<string, unknown>>> => {
  const name = `@aws-sdk/client-${PACKAGES[service] ?? service}`;
  try {
    return (await import(name)) as Readonly<Record<string, unknown>>;
  } catch {
    throw new TaskError(
      'States.Runtime',
      `The integration with "${service}" needs the package ${name}, which is not installed; install it, or give an in-process task`,
    );
  }
};

/** The schema that a command was built with: its last two members are the schemas of input and output. */
const operationSchemas = (command: object): readonly [NormalizedSchema, NormalizedSchema] => {
  const schema: unknown = 'schema' in command ? command.schema : undefined;
  if (!Array.isArray(schema)) throw new TaskError('States.Runtime', 'The installed AWS SDK has no schemas; update it');
  const [input, output] = schema.slice(4) as Parameters<typeof NormalizedSchema.of>[0][];
  return [NormalizedSchema.of(input ?? 'unit'), NormalizedSchema.of(output ?? 'unit')];
};

const loadService = async (
  service: string,
  { region, endpoints, credentials }: ServiceOptions,
): Promise<ServiceModule> => {
  const exports = await loadPackage(service);
  const clientName = Object.keys(exports).find(
    (name) => name.endsWith('Client') && name !== 'Client' && !name.startsWith('__'),
  );
  const Client = clientName === undefined ? undefined : exports[clientName];
  if (!isFunction(Client)) throw new TaskError('States.Runtime', `The package of "${service}" has no client`);
  const endpoint = endpoints[service];
  const client = new Client({
    region,
    // Retries are the definition's: a retry that history does not show would hide what happened.
    maxAttempts: 1,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    // Emulators are found at one address, not at an address for each bucket.
    ...(service === 's3' ? { forcePathStyle: true } : {}),
    requestHandler: {
      httpAgent: { keepAlive: true, maxSockets: MOST_SOCKETS },
      httpsAgent: { keepAlive: true, maxSockets: MOST_SOCKETS },
    },
  }) as SdkClient;
  const commands = new Map<string, CommandType | undefined>();
  return {
    client,
    command(action) {
      if (commands.has(action)) return commands.get(action);
      const name = `${action.charAt(0).toUpperCase()}${action.slice(1)}Command`;
      const Command = exports[name];
      let type: CommandType | undefined;
      if (isFunction(Command)) {
        const [input, output] = operationSchemas(new Command({}));
        type = { make: (request) => new Command(request), input, output };
      }
      commands.set(action, type);
      return type;
    },
  };
};

interface StreamBody {
  transformToString(): Promise<string>;
}

const isStream = (value: unknown): value is StreamBody =>
  typeof value === 'object' && value !== null && 'transformToString' in value;

/** Reads a streamed body (GetObject) to its end, as text. */
const readBodies = async (answer: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>> => {
  for (const [name, value] of Object.entries(answer)) {
    if (isStream(value)) return { ...answer, [name]: await value.transformToString() };
  }
  return answer;
};

export const createServiceClients = (options: ServiceOptions): ServiceClients => {
  const services = new Map<string, Promise<ServiceModule>>();
  const serviceOf = (service: string): Promise<ServiceModule> => {
    const known = services.get(service);
    if (known !== undefined) return known;
    const loading = loadService(service, options);
    services.set(service, loading);
    return loading;
  };
  return {
    async call(service, action, parameters, style) {
      const module = await serviceOf(service);
      const type = module.command(action);
      if (type === undefined) {
        throw new TaskError('States.Runtime', `The service "${service}" has no action "${action}"`);
      }
      const request = requestFromJson(parameters, type.input, `${service}:${action}`);
      let answer: unknown;
      try {
        answer = await module.client.send(type.make(request));
      } catch (error) {
        throw sdkError(service, error, style);
      }
      const fields = await readBodies(answer as JsonFields);
      return responseToJson(fields, type.output);
    },
    async credentials() {
      const { client } = await serviceOf('lambda');
      return client.config.credentials();
    },
    close() {
      for (const service of services.values()) {
        service.then(
          ({ client }) => client.destroy(),
          () => undefined,
        );
      }
    },
  };
};
