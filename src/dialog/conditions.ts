import type { Condition, Test } from './flow.ts';

/** What conditions and calls read: slots by name, results by name and field. */
export interface Knowns {
  readonly slots: Readonly<Record<string, string>>;
  readonly results: Readonly<Record<string, unknown>>;
}

/**
 * The value behind a path: a slot (`place`), a part of a device (`device.brand`, `device.model`), or a field of a result
 * (`line.state`, `order.orders.0.orderId`, `outage.outages.length`). Undefined when there is none.
 */
export function valueAt(path: string, { slots, results }: Knowns): unknown {
  const [first = '', ...rest] = path.split('.');
  if (Object.hasOwn(slots, first)) return partOfSlot(slots[first] ?? '', rest);
  let value: unknown = Object.hasOwn(results, first) ? results[first] : undefined;
  for (const field of rest) {
    if (Array.isArray(value) && field === 'length') return value.length;
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, field)) return undefined;
    value = (value as Record<string, unknown>)[field];
  }
  return value ?? undefined;
}

/** "Samsung Galaxy S23": the first word is the brand. */
function partOfSlot(value: string, rest: readonly string[]): string | undefined {
  if (rest.length === 0) return value;
  const space = value.indexOf(' ');
  if (rest[0] === 'brand') return space < 0 ? value : value.slice(0, space);
  if (rest[0] === 'model') return space < 0 ? undefined : value.slice(space + 1);
  return undefined;
}

/** True when the condition holds. What is not known equals nothing and is neither less nor greater. */
export function holds(condition: Condition | undefined, knowns: Knowns): boolean {
  if (condition === undefined) return true;
  return (
    (condition.all ?? []).every((each) => holds(each, knowns)) &&
    (condition.any === undefined || condition.any.some((each) => holds(each, knowns))) &&
    (condition.not === undefined || !holds(condition.not, knowns)) &&
    Object.entries(condition.values).every(([path, test]) => passes(valueAt(path, knowns), test))
  );
}

function passes(value: unknown, test: Test): boolean {
  if (Array.isArray(test)) return test.some((each) => isSame(value, each));
  if (typeof test !== 'object') return isSame(value, test);
  if (test.exists !== undefined && test.exists !== (value !== undefined)) return false;
  const number = typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : NaN;
  if (test.less !== undefined && !(number < test.less)) return false;
  return test.greater === undefined || number > test.greater;
}

/** Slots are texts, results may be numbers: 3 is "3". */
function isSame(value: unknown, expected: string | number | boolean): boolean {
  if (typeof value === 'boolean') return value === expected || expected === (value ? 'yes' : 'no');
  return (typeof value === 'string' || typeof value === 'number') && String(value) === String(expected);
}

/** Every path a condition reads. */
export function pathsIn(condition: Condition | undefined): string[] {
  if (condition === undefined) return [];
  const inner = [...(condition.all ?? []), ...(condition.any ?? []), ...(condition.not ? [condition.not] : [])];
  return [...Object.keys(condition.values), ...inner.flatMap(pathsIn)];
}
