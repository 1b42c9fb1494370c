import { NormalizedSchema } from '@smithy/core/schema';
import { isJsonObject, type Json, type JsonObject } from '../json/json.ts';
import { TaskError } from '../tasks/task-call.ts';
import { requestFromJson, responseToJson } from './convert-by-schema.ts';
import type { HttpAnswer } from './http-metadata.ts';
import { sdkError, type SdkStyle } from './sdk-error.ts';
import { loadSdkPackage } from './sdk-package.ts';
import type { Credentials } from './sign-request.ts';

export interface ServiceOptions {
  readonly region: string;
  readonly endpoints: Readonly<Record<string, string>>;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
}

/** Middleware of the SDK sees the answer as it came. */
type Deserializer = (args: object) => Promise<{ readonly response: unknown; readonly output: unknown }>;

interface SdkCommand {
  readonly middlewareStack: {
    add(middleware: (next: Deserializer) => Deserializer, options: { step: 'deserialize'; priority: 'low' }): void;
  };
}

interface SdkClient {
  readonly config: { readonly serviceId?: string; credentials(): Promise<Credentials> };
  send(command: SdkCommand): Promise<Readonly<Record<string, unknown>>>;
  destroy(): void;
}

interface CommandType {
  readonly make: (input: unknown) => SdkCommand;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
}

interface ServiceModule {
  readonly client: SdkClient;
  /** As the service calls itself: `Secrets Manager`. */
  readonly serviceId: string;
  command(action: string): CommandType | undefined;
}

/** A service's answer, in Step Functions' names. */
export interface ServiceAnswer {
  readonly fields: JsonObject;
  readonly http: HttpAnswer;
}

/** Calls services by their wire protocols, through one client with kept-alive connections for each. */
export interface ServiceClients {
  /**
   * Calls an operation with Step Functions' names and gives its answer in them. `service` is Step Functions' own
   * lower-case name (`secretsmanager`). Rejects with `TaskError`.
   */
  call(service: string, action: string, parameters: Json, style: SdkStyle): Promise<ServiceAnswer>;
  /** The same, with the body that streams in the answer. */
  open(service: string, action: string, parameters: Json): Promise<OpenAnswer>;
  /** The model of an operation's answer; nothing where the service's client is not installed, or has no such operation. */
  outputSchema(service: string, action: string): Promise<NormalizedSchema | undefined>;
  /** The credentials of the SDK's own chain. */
  credentials(): Promise<Credentials>;
  close(): void;
}

export interface OpenAnswer {
  readonly fields: JsonObject;
  readonly body: AsyncIterable<Uint8Array>;
}

/** What the optimised integrations call a service, and what its SDK does. */
const ALIASES: Readonly<Record<string, string>> = { events: 'eventbridge', states: 'sfn' };

/** Enough for the parallel tasks of a large sweep; more wait for a free connection. */
const MOST_SOCKETS = 512;

const isFunction = (value: unknown): value is new (input: unknown) => SdkCommand => typeof value === 'function';

/** The schema that a command was built with: its last two members are the schemas of input and output. */
const operationSchemas = (command: object): readonly [NormalizedSchema, NormalizedSchema] => {
  const schema: unknown = 'schema' in command ? command.schema : undefined;
  if (!Array.isArray(schema)) throw new TaskError('States.Runtime', 'The installed AWS SDK has no schemas; update it');
  const [input, output] = schema.slice(4) as Parameters<typeof NormalizedSchema.of>[0][];
  return [NormalizedSchema.of(input ?? 'unit'), NormalizedSchema.of(output ?? 'unit')];
};

/** Whether something else than AWS stands for SQS. */
const elsewhere = (endpoint: string | undefined): boolean =>
  [endpoint, process.env['AWS_ENDPOINT_URL_SQS'], process.env['AWS_ENDPOINT_URL']].some(
    (address) => address !== undefined && address !== '',
  );

const loadService = async (
  service: string,
  { region, endpoints, credentials }: ServiceOptions,
): Promise<ServiceModule> => {
  const exports = await loadSdkPackage(service);
  const clientName = Object.keys(exports).find(
    (name) => name.endsWith('Client') && name !== 'Client' && !name.startsWith('__'),
  );
  const Client: unknown = clientName === undefined ? undefined : exports[clientName];
  if (!isFunction(Client)) throw new TaskError('States.Runtime', `The package of "${service}" has no client`);
  const endpoint = endpoints[service] ?? endpoints[ALIASES[service] ?? ''];
  const client = new Client({
    region,
    // Retries are the definition's: a retry that history does not show would hide what happened.
    maxAttempts: 1,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    // Emulators are found at one address, not at an address for each bucket.
    ...(service === 's3' ? { forcePathStyle: true } : {}),
    // A queue's URL says what it is called, not where an emulator is.
    ...(service === 'sqs' && elsewhere(endpoint) ? { useQueueUrlAsEndpoint: false } : {}),
    requestHandler: {
      httpAgent: { keepAlive: true, maxSockets: MOST_SOCKETS },
      httpsAgent: { keepAlive: true, maxSockets: MOST_SOCKETS },
    },
  }) as unknown as SdkClient;
  const commands = new Map<string, CommandType | undefined>();
  return {
    client,
    serviceId: client.config.serviceId ?? service,
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

interface StreamBody extends AsyncIterable<Uint8Array> {
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

const isAnswer = (response: unknown): response is { statusCode: number; headers: Record<string, string> } =>
  typeof response === 'object' && response !== null && 'statusCode' in response && 'headers' in response;

interface Sent {
  readonly type: CommandType;
  readonly answer: Readonly<Record<string, unknown>>;
  readonly http: HttpAnswer;
  /** What is thrown while the answer's body is read, as Step Functions has it. */
  readonly failure: (thrown: unknown) => TaskError;
}

export const createServiceClients = (options: ServiceOptions): ServiceClients => {
  const services = new Map<string, Promise<ServiceModule>>();
  const serviceOf = (service: string): Promise<ServiceModule> => {
    const known = services.get(service);
    if (known !== undefined) return known;
    const loading = loadService(service, options);
    services.set(service, loading);
    return loading;
  };
  const send = async (service: string, action: string, parameters: Json, style: SdkStyle): Promise<Sent> => {
    const module = await serviceOf(service);
    const { client, serviceId } = module;
    const type = module.command(action);
    if (type === undefined) {
      throw new TaskError('States.Runtime', `The service "${service}" has no action "${action}"`);
    }
    let http: HttpAnswer = { status: 0, headers: {} };
    const request = type.make(requestFromJson(parameters, type.input, style));
    const observe =
      (next: Deserializer): Deserializer =>
      async (args) => {
        const result = await next(args);
        if (isAnswer(result.response)) {
          http = { status: result.response.statusCode, headers: { ...result.response.headers } };
        }
        return result;
      };
    request.middlewareStack.add(observe, { step: 'deserialize', priority: 'low' });
    const failure = (thrown: unknown): TaskError => sdkError(service, serviceId, thrown, style);
    try {
      return { type, answer: await client.send(request), http, failure };
    } catch (error) {
      throw failure(error);
    }
  };
  const objectOf = (value: Json): JsonObject => (isJsonObject(value) ? value : {});
  return {
    async call(service, action, parameters, style) {
      const { type, answer, http, failure } = await send(service, action, parameters, style);
      const whole = await readBodies(answer).catch((error: unknown) => {
        throw failure(error);
      });
      return { fields: objectOf(responseToJson(whole, type.output, style)), http };
    },
    async open(service, action, parameters) {
      const { type, answer } = await send(service, action, parameters, 'sdk');
      const body = Object.values(answer).find(isStream);
      if (body === undefined) throw new TaskError('States.Runtime', `${service}:${action} gives no body`);
      const rest = Object.fromEntries(Object.entries(answer).filter(([, value]) => !isStream(value)));
      return { fields: objectOf(responseToJson(rest, type.output, 'sdk')), body };
    },
    async outputSchema(service, action) {
      try {
        return (await serviceOf(service)).command(action)?.output;
      } catch (error) {
        if (error instanceof TaskError) return undefined;
        throw error;
      }
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
