/** When the parts of a start were ready, in milliseconds since it began: what to look at when starting has become slow. */
export function startTimes() {
  const began = performance.now();
  const times: Record<string, number> = {};
  const mark = (name: string) => {
    times[name] = Math.round(performance.now() - began);
    performance.mark(`slipway: local cloud: ${name}`);
  };
  return {
    mark,
    async measure<Value>(name: string, work: Promise<Value>): Promise<Value> {
      const value = await work;
      mark(name);
      return value;
    },
    all: (): Readonly<Record<string, number>> => times,
  };
}
