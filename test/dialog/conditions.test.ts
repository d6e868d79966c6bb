import { describe, expect, it } from 'vitest';
import { holds, valueAt } from '../../src/dialog/conditions.ts';
import type { Condition } from '../../src/dialog/flow-condition.ts';

const knowns = {
  slots: { place: 'Seville (ES)', device: 'Samsung Galaxy S23', speed: '4.5', bought: '2026-08-01' },
  results: {
    line: { state: 'expired', left: 0, on: true, at: '2026-08-12T08:55:00Z' },
    order: { orders: [{ paidAt: '2026-08-01T10:00:00Z' }] },
  },
  now: Date.parse('2026-08-12T09:00:00Z'),
};
const only = (values: Condition['values']): Condition => ({ values });

describe('a condition', () => {
  it.each<[Condition['values'], boolean]>([
    [{ 'line.state': 'expired' }, true],
    [{ 'line.state': ['active', 'expired'] }, true],
    [{ 'line.state': 'expired', speed: { less: 4 } }, false],
    [{ 'line.left': { less: 1 } }, true],
    [{ speed: { greater: 4, less: 5 } }, true],
    [{ 'line.on': 'yes' }, true],
    [{ nothing: { exists: false } }, true],
    [{ nothing: { less: 5 } }, false],
    [{ 'order.orders.length': { greater: 0 } }, true],
    [{ 'line.at': { within: 10 } }, true],
    [{ 'line.at': { within: 4 } }, false],
    [{ bought: { same: 'order.orders.0.paidAt' } }, true],
    [{ bought: { same: 'line.state' } }, false],
    [{ nothing: { same: 'nothing' } }, false],
  ])('%j is %s', (values, expected) => {
    expect(holds(only(values), knowns)).toBe(expected);
  });

  it('joins with all, any and not', () => {
    const yes = only({ 'line.state': 'expired' });
    const no = only({ 'line.state': 'active' });
    expect(holds({ values: {}, any: [no, yes], not: no }, knowns)).toBe(true);
    expect(holds({ values: {}, all: [no, yes] }, knowns)).toBe(false);
  });

  it('reads the parts of devices and places, and nothing that is inherited', () => {
    expect(
      ['device.brand', 'device.model', 'place.country', 'place.name'].map((path) => valueAt(path, knowns)),
    ).toEqual(['Samsung', 'Galaxy S23', 'ES', 'Seville']);
    expect(valueAt('line.constructor', knowns)).toBeUndefined();
    expect(valueAt('constructor', knowns)).toBeUndefined();
  });
});
