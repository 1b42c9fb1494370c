import { describe, expect, it } from 'vitest';
import { locationWords } from '../../cli/connection/location-words.ts';

describe('locationWords', () => {
  it.each([
    [{}, ''],
    [{ data: './runs' }, ' --data ./runs'],
    [{ data: "Ann's runs" }, ` --data 'Ann'\\''s runs'`],
    [{ endpointUrl: 'http://127.0.0.1:8080/v1' }, ' --endpoint-url http://127.0.0.1:8080/v1'],
    [{ data: 'a', endpointUrl: 'https://b' }, ' --data a --endpoint-url https://b'],
  ])('repeats %j for a shell', (options, words) => {
    expect(locationWords(options)).toBe(words);
  });
});
