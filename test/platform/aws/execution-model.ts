/** An execution as a few plain variables: what the store must do, said in the simplest way. */
export interface ExecutionModel {
  readonly status: 'running' | 'succeeded' | 'errored' | undefined;
  readonly current: Order;
  readonly outcome: boolean;
}

export interface Order {
  readonly generation: number;
  readonly redrive: number;
  readonly retry: number;
}

export const newModel: ExecutionModel = {
  status: undefined,
  current: { generation: 0, redrive: 0, retry: 0 },
  outcome: false,
};

export function modelBegin(
  model: ExecutionModel,
  order: Order,
): { readonly answer: string; readonly model: ExecutionModel } {
  if (model.status === 'succeeded') return { answer: 'already-succeeded', model };
  const begun = { answer: 'begun', model: { status: 'running', current: order, outcome: false } } as const;
  if (model.status === undefined || rank(order, true) > rank(model.current, true)) return begun;
  if (model.status !== 'running' || rank(order) < rank(model.current)) return { answer: 'superseded', model };
  return rank(order) === rank(model.current) && model.outcome ? { answer: 'superseded', model } : begun;
}

export function modelFinish(
  model: ExecutionModel,
  order: Order,
  succeeds: boolean,
): { readonly answer: boolean; readonly model: ExecutionModel } {
  if (model.status !== 'running' || model.outcome || rank(order) !== rank(model.current))
    return { answer: false, model };
  return { answer: true, model: { ...model, outcome: true, status: succeeds ? 'succeeded' : 'running' } };
}

export function modelFate(
  model: ExecutionModel,
  generation: number,
): { readonly answer: boolean; readonly model: ExecutionModel } {
  const fresh = { status: 'errored', current: { generation, redrive: 0, retry: 0 }, outcome: false } as const;
  if (model.status === undefined) return { answer: true, model: fresh };
  if (model.status === 'running' && model.current.generation === generation) {
    return { answer: true, model: { ...model, status: 'errored' } };
  }
  if (model.status !== 'succeeded' && generation > model.current.generation) return { answer: true, model: fresh };
  return { answer: false, model };
}

function rank({ generation, redrive, retry }: Order, roundOnly = false): number {
  return generation * 100 + redrive * 10 + (roundOnly ? 0 : retry);
}
