import { availableParallelism } from 'node:os';
import { setTimeout } from 'node:timers/promises';

import type { Allowance, LocalFunction } from './local-function.ts';
import { EnvironmentProcess, type EnvironmentSettings } from './environment-process.ts';
import type { Invocation, InvocationOutcome } from './invocation.ts';
import { LambdaError } from './lambda-error.ts';

export interface PoolLimits {
  /** Step invocations at work at once, over all step functions. Default: one a core. */
  readonly stepConcurrency?: number;
  /** Invocations at work at once of each platform function. */
  readonly platformConcurrency?: number;
  /** Invocations that may wait; more are refused with TooManyRequestsException. */
  readonly queueLength?: number;
  /** Seconds after which an unused environment ends. */
  readonly idleSeconds?: number;
}

interface Waiting {
  readonly start: () => void;
  readonly refuse: (error: Error) => void;
}

const MEMORY_WATCH_MS = 100;

/**
 * The warm environments of all functions. Where Lambda would start another environment or throttle, a laptop waits for a
 * free core: invocations queue in the order in which they came.
 */
export class EnvironmentPool {
  readonly #settings: EnvironmentSettings;
  readonly #limits: Required<PoolLimits>;
  readonly #idle = new Map<string, EnvironmentProcess[]>();
  readonly #busy = new Set<EnvironmentProcess>();
  /** Busy ones that nobody may use again. */
  readonly #retired = new WeakSet<EnvironmentProcess>();
  readonly #queues = new Map<string, Waiting[]>();
  readonly #atWork = new Map<string, number>();
  readonly #watch: NodeJS.Timeout;
  #closed = false;

  constructor(settings: EnvironmentSettings, limits: PoolLimits) {
    this.#settings = settings;
    this.#limits = {
      stepConcurrency: availableParallelism(),
      platformConcurrency: 4,
      queueLength: 20_000,
      idleSeconds: 300,
      ...limits,
    };
    this.#watch = setInterval(() => {
      this.#checkMemory();
      this.#endIdle();
    }, MEMORY_WATCH_MS);
    this.#watch.unref();
  }

  /** Runs one invocation in an environment of the function, waiting for a place when all are taken. */
  async invoke(fn: LocalFunction, invocation: Invocation): Promise<InvocationOutcome> {
    const lane = laneOf(fn);
    await this.#enter(lane, fn);
    let environment: EnvironmentProcess | undefined;
    try {
      environment = this.#take(fn);
      this.#busy.add(environment);
      return await environment.invoke(invocation);
    } finally {
      if (environment !== undefined) this.#putBack(environment);
      this.#leave(lane);
    }
  }

  /** Starts an environment before it is needed. */
  warm(fn: LocalFunction): void {
    if (!this.#closed && this.#idleOf(fn).length === 0) this.#idleOf(fn).push(this.#start(fn));
  }

  /** Ends the idle environments of a function that was changed or deleted; busy ones end after their answer. */
  retire(functionName: string): void {
    for (const [key, environments] of this.#idle) {
      if (!key.startsWith(`${functionName}\n`)) continue;
      this.#idle.delete(key);
      for (const environment of environments) environment.kill();
    }
    for (const environment of this.#busy) if (environment.fn.name === functionName) this.#retired.add(environment);
  }

  /** Lets what is at work end for up to `graceMs`, then kills every environment. */
  async close(graceMs: number): Promise<void> {
    this.#closed = true;
    clearInterval(this.#watch);
    for (const waiting of [...this.#queues.values()].flatMap((queue) => queue.splice(0)))
      waiting.refuse(shuttingDown());
    const all = [...[...this.#idle.values()].flat(), ...this.#busy];
    for (const environment of [...this.#idle.values()].flat()) environment.kill();
    this.#idle.clear();
    const deadline = Date.now() + graceMs;
    while (this.#busy.size > 0 && Date.now() < deadline) await setTimeout(20);
    for (const environment of this.#busy) environment.kill();
    await Promise.all(all.map(({ ended }) => ended));
  }

  #enter(lane: string, fn: LocalFunction): Promise<void> | undefined {
    const atWork = this.#atWork.get(lane) ?? 0;
    if (atWork < this.#limitOf(fn.allowance)) {
      this.#atWork.set(lane, atWork + 1);
      return undefined;
    }
    const queue = this.#queues.get(lane) ?? [];
    this.#queues.set(lane, queue);
    if (queue.length >= this.#limits.queueLength) throw new LambdaError('TooManyRequestsException', 'Rate Exceeded.');
    return new Promise((start, refuse) => {
      queue.push({ start, refuse });
    });
  }

  /** The place goes straight to the one that has waited longest. */
  #leave(lane: string): void {
    const next = this.#queues.get(lane)?.shift();
    if (next) next.start();
    else this.#atWork.set(lane, (this.#atWork.get(lane) ?? 1) - 1);
  }

  #putBack(environment: EnvironmentProcess): void {
    this.#busy.delete(environment);
    if (environment.alive && !this.#closed && !this.#retired.has(environment))
      this.#idleOf(environment.fn).push(environment);
    else environment.kill();
  }

  #take(fn: LocalFunction): EnvironmentProcess {
    const idle = this.#idleOf(fn);
    for (let environment = idle.pop(); environment; environment = idle.pop()) {
      if (environment.alive) return environment;
    }
    return this.#start(fn);
  }

  #start(fn: LocalFunction): EnvironmentProcess {
    // An event that comes in the last moment starts no process that the end would have to wait for.
    if (this.#closed) throw shuttingDown();
    if (fn.allowance === 'steps') this.#makeRoom();
    return new EnvironmentProcess(fn, this.#settings);
  }

  /** Many step functions, each warm on every core, would fill the memory of a laptop. */
  #makeRoom(): void {
    const idle = [...this.#idle.values()].flat().filter((each) => each.fn.allowance === 'steps');
    const surplus = idle.length + 1 - 2 * this.#limits.stepConcurrency;
    if (surplus <= 0) return;
    for (const environment of idle.sort((a, b) => a.lastUsed - b.lastUsed).slice(0, surplus)) this.#drop(environment);
  }

  #checkMemory(): void {
    for (const environment of this.#busy) {
      if (environment.memory() > environment.fn.memoryMb * 1024 * 1024) environment.killForMemory();
    }
  }

  #endIdle(): void {
    const before = Date.now() - this.#limits.idleSeconds * 1000;
    for (const environment of [...this.#idle.values()].flat()) {
      if (!environment.alive || environment.lastUsed < before) this.#drop(environment);
    }
  }

  #drop(environment: EnvironmentProcess): void {
    const key = keyOf(environment.fn);
    const rest = (this.#idle.get(key) ?? []).filter((each) => each !== environment);
    if (rest.length > 0) this.#idle.set(key, rest);
    else this.#idle.delete(key);
    environment.kill();
  }

  #idleOf(fn: LocalFunction): EnvironmentProcess[] {
    const key = keyOf(fn);
    const list = this.#idle.get(key) ?? [];
    this.#idle.set(key, list);
    return list;
  }

  #limitOf(allowance: Allowance): number {
    return allowance === 'steps' ? this.#limits.stepConcurrency : this.#limits.platformConcurrency;
  }
}

function shuttingDown(): LambdaError {
  return new LambdaError('ServiceException', 'The local cloud is shutting down.');
}

/** Step functions share one allowance; each platform function has its own. */
function laneOf(fn: LocalFunction): string {
  return fn.allowance === 'steps' ? 'steps' : fn.name;
}

/** Another revision of a function never uses this one's environments. */
function keyOf(fn: LocalFunction): string {
  return `${fn.name}\n${fn.revisionId}`;
}
