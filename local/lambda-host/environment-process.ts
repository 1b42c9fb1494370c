import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { extname, join } from 'node:path';

import type { EnvironmentMessage, HostMessage } from './environment-messages.ts';
import { environmentVariables, type ServiceAddresses } from './environment-variables.ts';
import { exitPayload, OUT_OF_MEMORY } from './exit-payload.ts';
import { sandboxError, type Invocation, type InvocationOutcome } from './invocation.ts';
import { functionArn, type LambdaAccount, type LocalFunction } from './local-function.ts';
import { logTail } from './log-tail.ts';
import { residentMemory } from './resident-memory.ts';

export interface EnvironmentSettings {
  readonly account: LambdaAccount;
  readonly addresses: ServiceAddresses;
  /** Each environment gets a folder of its own in it, gone when it ends. */
  readonly workFolder: string;
  readonly compileCache: string;
  /** What environments print, line by line as it comes. */
  readonly onOutput: (functionName: string, chunk: Buffer) => void;
}

/** Lambda gives the code 10 s to load before the function's own timeout counts. */
const LOAD_ALLOWANCE_MS = 10_000;
/** Below the host's own, so that the API and the engine answer while steps compute. */
const STEP_PRIORITY = 5;
const LAST_WORDS_MS = 300;
/** Beside this file and of its kind: source in a clone, JavaScript in the published package. */
const BOOTSTRAP = join(import.meta.dirname, `environment${extname(import.meta.filename)}`);

/** A warm environment: one child process that answers one invocation at a time, until it fails, idles too long or is replaced. */
export class EnvironmentProcess {
  readonly fn: LocalFunction;
  /** Epoch milliseconds of the last answer. */
  lastUsed = Date.now();
  /** Settles when the process is gone. */
  readonly ended: Promise<void>;

  readonly #settings: EnvironmentSettings;
  readonly #folder: string;
  readonly #child: ChildProcess;
  readonly #tail = logTail();
  readonly #loaded: Promise<string | undefined>;
  #settleEnded: () => void = () => undefined;
  #settleLoaded: (initError: string | undefined) => void = () => undefined;
  #answer: ((message: EnvironmentMessage | undefined) => void) | undefined;
  #ended = false;
  #cleaned = false;
  #endReason: 'out-of-memory' | 'timed-out' | undefined;
  #reportedMemory = 0;

  constructor(fn: LocalFunction, settings: EnvironmentSettings) {
    this.fn = fn;
    this.#settings = settings;
    this.#folder = join(settings.workFolder, randomUUID());
    const temporary = join(this.#folder, 'tmp');
    mkdirSync(temporary, { recursive: true });
    const logStream = `${new Date().toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${randomUUID()}`;
    const folders = { temporary, compileCache: settings.compileCache };
    this.#child = fork(BOOTSTRAP, [], {
      cwd: this.#folder,
      env: environmentVariables(fn, settings.addresses, folders, logStream),
      execArgv: nodeFlags(fn, folders),
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A group of its own: Ctrl-C in the terminal is the host's to answer, and ending it ends what a step has started.
      detached: process.platform !== 'win32',
    });
    performance.mark(`slipway: environment of ${fn.name} is started`);
    this.#loaded = new Promise((resolve) => {
      this.#settleLoaded = resolve;
    });
    this.ended = new Promise((resolve) => {
      this.#settleEnded = resolve;
    });
    this.#child.on('message', (message: EnvironmentMessage) => {
      this.#hear(message);
    });
    this.#child.on('exit', () => {
      this.#ended = true;
      // Its last message and its last lines may still be on their way, unless something that it started holds the pipes.
      this.#killGroup();
      setTimeout(() => {
        this.#end();
      }, LAST_WORDS_MS).unref();
    });
    this.#child.on('close', () => {
      this.#end();
    });
    this.#child.on('error', () => {
      this.#end();
    });
    for (const output of [this.#child.stdout, this.#child.stderr]) {
      output?.on('data', (chunk: Buffer) => {
        this.#tail.add(chunk);
        settings.onOutput(fn.name, chunk);
      });
    }
    if (fn.allowance === 'steps') this.#lowerPriority();
  }

  get alive(): boolean {
    return !this.#ended;
  }

  /** Resident bytes, or what the environment last reported. */
  memory(): number {
    return (this.#child.pid === undefined ? undefined : residentMemory(this.#child.pid)) ?? this.#reportedMemory;
  }

  async invoke({ requestId, event }: Invocation): Promise<InvocationOutcome> {
    this.#tail.clear();
    const loading = this.#timer(LOAD_ALLOWANCE_MS + this.fn.timeoutSeconds * 1000);
    const initError = await this.#loaded;
    clearTimeout(loading);
    if (initError !== undefined) {
      this.kill();
      return { kind: 'function-error', payload: initError, logTail: this.#tail.text() };
    }
    const timeoutMs = this.fn.timeoutSeconds * 1000;
    const answered = new Promise<EnvironmentMessage | undefined>((resolve) => {
      this.#answer = resolve;
    });
    const running = this.#timer(timeoutMs);
    if (this.#cleaned) this.#answer?.(undefined);
    else this.#send({ kind: 'invoke', requestId, event, deadline: Date.now() + timeoutMs, functionArn: this.#arn() });
    const answer = await answered;
    clearTimeout(running);
    this.#answer = undefined;
    this.lastUsed = Date.now();
    return this.#outcome(answer, requestId);
  }

  /** Over its memory: ended as Lambda ends it. */
  killForMemory(): void {
    this.#endReason ??= 'out-of-memory';
    this.kill();
  }

  kill(): void {
    if (!this.#ended) this.#killGroup();
  }

  #killGroup(): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
    } catch {
      // Nothing is left of it.
    }
  }

  #timer(ms: number): NodeJS.Timeout {
    return setTimeout(() => {
      this.#endReason ??= 'timed-out';
      this.kill();
    }, ms);
  }

  #hear(message: EnvironmentMessage): void {
    switch (message.kind) {
      case 'ready':
        performance.mark(`slipway: environment of ${this.fn.name} is ready`);
        this.#settleLoaded(undefined);
        return;
      case 'init-error':
        this.#settleLoaded(message.error);
        return;
      case 'memory':
        this.#reportedMemory = message.bytes;
        return;
      case 'error':
        if (message.ending) this.#ended = true;
        this.#answer?.(message);
        return;
      case 'result':
        this.#answer?.(message);
    }
  }

  #outcome(answer: EnvironmentMessage | undefined, requestId: string): InvocationOutcome {
    const text = this.#tail.text();
    if (answer?.kind === 'result') return { kind: 'success', payload: answer.payload, logTail: text };
    if (answer?.kind === 'error') return { kind: 'function-error', payload: answer.payload, logTail: text };
    return { kind: 'function-error', payload: this.#endPayload(requestId, text), logTail: text };
  }

  #endPayload(requestId: string, log: string): string {
    if (this.#endReason === 'timed-out') {
      const seconds = this.fn.timeoutSeconds.toFixed(2);
      return sandboxError('Sandbox.Timedout', requestId, `Task timed out after ${seconds} seconds`);
    }
    return this.#endReason === 'out-of-memory'
      ? sandboxError(OUT_OF_MEMORY, requestId, 'Runtime exited with error: signal: killed')
      : exitPayload(this.#child.exitCode, this.#child.signalCode, requestId, log);
  }

  #end(): void {
    if (this.#cleaned) return;
    this.#ended = true;
    this.#cleaned = true;
    this.#settleLoaded(undefined);
    this.#answer?.(undefined);
    this.#settleEnded();
    // It may hold many files, and nobody waits for it; what is left is removed at the next start.
    void rm(this.#folder, { recursive: true, force: true }).catch(() => undefined);
  }

  #send(message: HostMessage): void {
    // A process that has just died is told by its exit.
    this.#child.send(message, () => undefined);
  }

  #arn(): string {
    return functionArn(this.#settings.account, this.fn.name);
  }

  #lowerPriority(): void {
    try {
      if (this.#child.pid !== undefined) setPriority(this.#child.pid, STEP_PRIORITY);
    } catch {
      // Not every system allows it; steps then share the processor evenly.
    }
  }
}

/**
 * As on Lambda, only the temporary folder can be written: a step that would fail there with EROFS fails here too.
 * https://nodejs.org/docs/latest-v24.x/api/permissions.html
 */
function nodeFlags(
  fn: LocalFunction,
  { temporary, compileCache }: { readonly temporary: string; readonly compileCache: string },
): string[] {
  return [
    `--max-old-space-size=${fn.memoryMb}`,
    '--permission',
    '--allow-fs-read=*',
    `--allow-fs-write=${temporary}`,
    // Node's own, which makes later environments start in half the time.
    `--allow-fs-write=${compileCache}`,
    '--allow-child-process',
    '--allow-worker',
    '--allow-addons',
    '--allow-wasi',
    '--disable-warning=SecurityWarning',
    '--disable-warning=ExperimentalWarning',
    '--enable-source-maps',
  ];
}
