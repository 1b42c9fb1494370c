import {
  startStepFunctionsServer,
  StepFunctionsEngine,
  type EngineOptions,
  type JsonObject,
} from '../../engine/index.ts';

export interface Answer {
  readonly status: number;
  readonly body: JsonObject;
}

export interface WireClient {
  readonly engine: StepFunctionsEngine;
  readonly endpoint: string;
  /** Sends one request as AWS's clients do, and gives the whole answer. */
  readonly call: (operation: string, input?: unknown) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

/** An engine behind its server, spoken to over real HTTP. */
export const openWire = async (options: EngineOptions = {}): Promise<WireClient> => {
  const engine = new StepFunctionsEngine(options);
  const server = await startStepFunctionsServer({ engine, port: 0 });
  return {
    engine,
    endpoint: server.endpoint,
    async call(operation, input = {}) {
      const response = await fetch(server.endpoint, {
        method: 'POST',
        headers: { 'x-amz-target': `AWSStepFunctions.${operation}`, 'content-type': 'application/x-amz-json-1.0' },
        body: typeof input === 'string' ? input : JSON.stringify(input),
      });
      return { status: response.status, body: (await response.json()) as JsonObject };
    },
    async close() {
      await server.close();
      await engine.close();
    },
  };
};

/** A member of an answer that is a text. */
export const textOf = (value: unknown): string => {
  if (typeof value !== 'string') throw new TypeError(`not a text: ${JSON.stringify(value)}`);
  return value;
};

export const refused = (type: string, message: string): Answer => ({ status: 400, body: { __type: type, message } });
