const limitError = (code: string, message: string): Error => Object.assign(new Error(message), { code, position: 0 });

/** As JSONata's own errors have a code and a message, so has the end of an expression that took too long. */
export const evaluationTimeout = (limitMilliseconds: number): Error =>
  limitError('U1001', `Expression evaluation timeout: the expression took longer than ${limitMilliseconds} ms`);

export const evaluationMemoryExceeded = (): Error => limitError('D2014', 'Expression evaluation memory limit exceeded');
