/**
 * The protocol of `statemachines/asl/wait.ts` and `signal.ts`, one atomic step at a time: each call reaches its service
 * and is answered, and in between anybody else may move.
 */
export interface Model {
  readonly waiters: readonly Waiter[];
  readonly producer: Producer;
  /** The one item: the fate, and the last token that each waiter has left. */
  readonly item: { readonly fate?: Fate; readonly tokens: readonly number[] };
  /** How much may still go wrong. */
  readonly faults: number;
}

export type Fate = 'succeeded' | 'failed';

export interface Waiter {
  /** `calling`: its token is out; `reading`: the write was refused, and the fate is read. */
  readonly phase: 'ready' | 'calling' | 'waiting' | 'reading' | 'passed';
  /** Tokens are numbered; only the last one can wake, and only while the state is open. */
  readonly token: number;
  /** What the write came to, its answer still on the way. */
  readonly written?: 'stored' | 'refused';
  readonly learned?: Fate;
}

export interface Producer {
  readonly phase: 'working' | 'writing' | 'waking' | 'done';
  readonly fate: Fate;
  /** Tokens that the write found, its answer still on the way. */
  readonly found?: readonly Wake[];
  readonly wakes: readonly Wake[];
}

interface Wake {
  readonly waiter: number;
  readonly token: number;
  /** What the call came to, its answer still on the way. */
  readonly sent?: 'accepted' | 'gone';
}

export interface Step {
  /** `<who> <what>`. */
  readonly event: string;
  readonly next: Model;
}

/** How a protocol may be wrong: to show that the check would see it. */
export type Flaw =
  'stores whatever the fate' | 'forgets tokens that it found' | 'finds tokens before it writes' | 'wakes once';

export function initialModel(waiters: number, fate: Fate, faults: number): Model {
  return {
    waiters: Array.from({ length: waiters }, () => ({ phase: 'ready', token: 0 })),
    producer: { phase: 'working', fate, wakes: [] },
    item: { tokens: Array.from({ length: waiters }, () => 0) },
    faults,
  };
}

/** Everybody has gone on, knowing the fate. */
export function isGood({ waiters, producer }: Model): boolean {
  return (
    producer.phase === 'done' && waiters.every(({ phase, learned }) => phase === 'passed' && learned === producer.fate)
  );
}

export function stepsOf(model: Model, flaw?: Flaw): readonly Step[] {
  const steps: Step[] = [];
  for (const index of model.waiters.keys()) steps.push(...waiterSteps(model, index, flaw));
  steps.push(...producerSteps(model, flaw));
  if (model.faults > 0) steps.push({ event: 'all redriven', next: redriven(model) });
  return steps;
}

function waiterSteps(model: Model, index: number, flaw: Flaw | undefined): readonly Step[] {
  const waiter = model.waiters[index];
  if (waiter === undefined) return [];
  const { phase, token, written } = waiter;
  const step = (what: string, change: Waiter, rest: Partial<Model> = {}): Step => ({
    event: `w${index} ${what}`,
    next: { ...model, ...rest, waiters: model.waiters.with(index, change) },
  });
  const fault = { faults: model.faults - 1 };
  /** Any failure but a refusal is followed by the same write with a new token; the old one wakes nobody any more. */
  const again = model.faults > 0 ? [step('lost', { phase: 'ready', token }, fault)] : [];
  switch (phase) {
    case 'ready':
      return [step('calls', { phase: 'calling', token: token + 1 })];
    case 'calling': {
      if (written === undefined) {
        const refused = model.item.fate !== undefined && flaw !== 'stores whatever the fate';
        const item = { ...model.item, tokens: model.item.tokens.with(index, token) };
        const write = refused
          ? step('refused', { ...waiter, written: 'refused' })
          : step('stored', { ...waiter, written: 'stored' }, { item });
        return [write, ...again];
      }
      const answered: Step = step('answered', { phase: written === 'stored' ? 'waiting' : 'reading', token });
      /** The engine, or the network, delivers the same write twice. */
      const twice = model.faults > 0 ? [step('redelivered', { phase: 'calling', token }, fault)] : [];
      return [answered, ...again, ...twice];
    }
    case 'reading': {
      const { fate } = model.item;
      return fate === undefined ? [] : [step('read', { phase: 'passed', token, learned: fate })];
    }
    case 'waiting':
    case 'passed':
      return [];
  }
}

function producerSteps(model: Model, flaw: Flaw | undefined): readonly Step[] {
  const { producer, item } = model;
  const step = (what: string, change: Partial<Producer>, rest: Partial<Model> = {}): Step => ({
    event: `p ${what}`,
    next: { ...model, ...rest, producer: { ...producer, ...change } },
  });
  const fault = { faults: model.faults - 1 };
  const tokens = item.tokens.flatMap((token, waiter): readonly Wake[] => (token === 0 ? [] : [{ waiter, token }]));
  switch (producer.phase) {
    case 'working':
      return [step('ended', { phase: 'writing' })];
    case 'writing': {
      const { found } = producer;
      if (found === undefined) {
        if (flaw === 'finds tokens before it writes') return [step('found', { found: tokens })];
        const kept = flaw === 'forgets tokens that it found' ? item.tokens.map(() => 0) : item.tokens;
        return [step('wrote', { found: tokens }, { item: { tokens: kept, fate: producer.fate } })];
      }
      const written = { ...item, fate: producer.fate };
      const rest = { phase: producer.phase, fate: producer.fate, wakes: producer.wakes };
      const waking: Step = {
        event: 'p answered',
        next: { ...model, item: written, producer: { ...rest, phase: 'waking', wakes: found } },
      };
      const lost: Step = { event: 'p lost', next: { ...model, ...fault, producer: rest } };
      return model.faults > 0 ? [waking, lost] : [waking];
    }
    case 'waking': {
      if (producer.wakes.length === 0) return [step('done', { phase: 'done' })];
      return producer.wakes.flatMap((wake, index) => wakeSteps(model, wake, index, flaw));
    }
    case 'done':
      return [];
  }
}

function wakeSteps(model: Model, wake: Wake, index: number, flaw: Flaw | undefined): readonly Step[] {
  const { producer, waiters } = model;
  const withWakes = (wakes: readonly Wake[], rest: Partial<Model> = {}): Model => ({
    ...model,
    ...rest,
    producer: { ...producer, wakes },
  });
  const name = `p w${wake.waiter}`;
  if (wake.sent !== undefined) {
    const others = producer.wakes.toSpliced(index, 1);
    const again = { waiter: wake.waiter, token: wake.token };
    const lost: Step = {
      event: `${name} lost`,
      next: withWakes(flaw === 'wakes once' ? others : producer.wakes.with(index, again), { faults: model.faults - 1 }),
    };
    return [{ event: `${name} told`, next: withWakes(others) }, ...(model.faults > 0 ? [lost] : [])];
  }
  const waiter = waiters[wake.waiter];
  const open = waiter?.token === wake.token && (waiter.phase === 'calling' || waiter.phase === 'waiting');
  const unreached: Step = {
    event: `${name} unreached`,
    next: withWakes(flaw === 'wakes once' ? producer.wakes.toSpliced(index, 1) : producer.wakes, {
      faults: model.faults - 1,
    }),
  };
  const missed = model.faults > 0 ? [unreached] : [];
  if (!open) {
    return [
      { event: `${name} gone`, next: withWakes(producer.wakes.with(index, { ...wake, sent: 'gone' })) },
      ...missed,
    ];
  }
  const passed: Waiter = { phase: 'passed', token: wake.token, learned: producer.fate };
  const accepted = withWakes(producer.wakes.with(index, { ...wake, sent: 'accepted' }), {
    waiters: waiters.with(wake.waiter, passed),
  });
  return [{ event: `${name} accepted`, next: accepted }, ...missed];
}

/** The execution failed elsewhere and is redriven: whoever had not ended begins its state anew; what ended stays. */
function redriven(model: Model): Model {
  const { producer } = model;
  const rest = { phase: producer.phase, fate: producer.fate, wakes: producer.wakes };
  return {
    ...model,
    faults: model.faults - 1,
    waiters: model.waiters.map((waiter) =>
      waiter.phase === 'passed' || waiter.phase === 'reading' ? waiter : { phase: 'ready', token: waiter.token },
    ),
    producer: {
      ...rest,
      wakes: producer.wakes.map(({ waiter, token }) => ({ waiter, token })),
    },
  };
}
