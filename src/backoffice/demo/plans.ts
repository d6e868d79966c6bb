import type { Output } from '../operations.ts';

/** A plan of the demo's catalogue. */
export interface DemoPlan {
  readonly planId: string;
  readonly name: string;
  readonly operator: string;
  readonly networks: readonly string[];
  readonly countries: readonly string[];
  readonly dataMb: number;
  readonly euDataMb: number;
  readonly days: number;
  readonly number: boolean;
  readonly priceEur: number;
}

const eu = ['AT', 'BE', 'DE', 'DK', 'ES', 'FR', 'GR', 'IE', 'IT', 'NL', 'PL', 'PT', 'SE'];
const spanish = ['Movistar', 'Orange'];

/** The demo's plans. */
export const demoPlans: readonly DemoPlan[] = [
  plan('es-7d-3gb', 'España 3 GB', 'Movistar', ['ES'], 3000, 7, 6.9),
  plan('es-15d-5gb', 'España 5 GB', 'Movistar', ['ES'], 5000, 15, 9.9),
  plan('es-30d-10gb', 'España 10 GB', 'Movistar', eu, 10_000, 30, 15.9),
  plan('es-30d-20gb', 'España 20 GB', 'Orange', eu, 20_000, 30, 24.9),
  plan('es-90d-50gb', 'España 50 GB, 90 días', 'Orange', eu, 50_000, 90, 59),
  { ...plan('es-30d-num', 'España con número', 'Orange', eu, 15_000, 30, 21.9), number: true },
  plan('eu-15d-10gb', 'Europa 10 GB', 'Orange', eu, 10_000, 15, 18.9),
];

function plan(
  planId: string,
  name: string,
  operator: string,
  countries: readonly string[],
  dataMb: number,
  days: number,
  priceEur: number,
): DemoPlan {
  const euDataMb = countries.length > 1 ? dataMb : 0;
  return { planId, name, operator, networks: spanish, countries, dataMb, euDataMb, days, number: false, priceEur };
}

/** Top-ups of data; they do not make a plan last longer. */
export const demoTopUps = [
  { optionId: 'topup-3gb', dataMb: 3000, priceEur: 6 },
  { optionId: 'topup-5gb', dataMb: 5000, priceEur: 9 },
  { optionId: 'topup-10gb', dataMb: 10_000, priceEur: 15 },
] as const;

/** A plan by its id. */
export function planOf(planId: string): DemoPlan | undefined {
  return demoPlans.find((one) => one.planId === planId);
}

/** A price in euros. */
export const eur = (amount: number) => ({ amount, currency: 'EUR' });

/** A plan as the catalogue shows it. */
export function shownPlan(one: DemoPlan): Output<'catalogue.listPlans'>['plans'][number] {
  return {
    planId: one.planId,
    name: one.name,
    operator: one.operator,
    networks: [...one.networks],
    dataMb: one.dataMb,
    euDataMb: one.euDataMb,
    days: one.days,
    validityStart: 'first-use',
    number: one.number,
    hotspot: true,
    idRequired: one.number,
    topUp: true,
    price: eur(one.priceEur),
    url: `https://alondra.example/shop/${one.planId}`,
  };
}
