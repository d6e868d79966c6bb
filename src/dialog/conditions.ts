import type { Condition, Test } from './flow-condition.ts';

/** What conditions and calls read: slots by name, results by name and field. */
export interface Knowns {
  readonly slots: Readonly<Record<string, string>>;
  readonly results: Readonly<Record<string, unknown>>;
  /** Milliseconds since the epoch; needed by `within` alone. */
  readonly now?: number;
}

/**
 * The value behind a path: a slot (`place`), a part of a device (`device.brand`, `device.model`) or place (`place.name`, `place.country`), or a field of a result
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

/** "Samsung Galaxy S23": the first word is the brand. "Seville (ES)": the country stands behind. */
function partOfSlot(value: string, rest: readonly string[]): string | undefined {
  if (rest.length === 0) return value;
  const place = /^(.*) \(([A-Z]{2})\)$/.exec(value);
  if (rest[0] === 'country') return place?.[2];
  if (rest[0] === 'name') return place?.[1] ?? value;
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
    Object.entries(condition.values).every(([path, test]) => passes(valueAt(path, knowns), test, knowns))
  );
}

function passes(value: unknown, test: Test, knowns: Knowns): boolean {
  if (Array.isArray(test)) return test.some((each) => isSame(value, each));
  if (typeof test !== 'object') return isSame(value, test);
  if (test.exists !== undefined && test.exists !== (value !== undefined)) return false;
  if (test.same !== undefined && !isSameText(value, valueAt(test.same, knowns))) return false;
  if (test.within !== undefined && !isWithin(value, test.within, knowns.now)) return false;
  const number = typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : NaN;
  if (test.less !== undefined && !(number < test.less)) return false;
  return test.greater === undefined || number > test.greater;
}

function isWithin(value: unknown, minutes: number, now: number | undefined): boolean {
  const at = typeof value === 'string' ? Date.parse(value) : NaN;
  return now !== undefined && at <= now && now - at <= minutes * 60_000;
}

/** Of two times, the day counts. */
function isSameText(a: unknown, b: unknown): boolean {
  if ((typeof a !== 'string' && typeof a !== 'number') || (typeof b !== 'string' && typeof b !== 'number'))
    return false;
  const day = /^\d{4}-\d{2}-\d{2}/;
  const [left, right] = [String(a), String(b)];
  return day.test(left) && day.test(right) ? left.slice(0, 10) === right.slice(0, 10) : left === right;
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
  const same = Object.values(condition.values).flatMap((test) =>
    typeof test === 'object' && !Array.isArray(test) && test.same !== undefined ? [test.same] : [],
  );
  return [...Object.keys(condition.values), ...same, ...inner.flatMap(pathsIn)];
}
