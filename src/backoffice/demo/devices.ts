/** One model: where it has no eSIM, and where it depends on the variant. */
export interface Device {
  readonly brand: string;
  readonly model: string;
  readonly esim: 'yes' | 'no';
  /** Countries (ISO) whose variant has none. */
  readonly notFrom: readonly string[];
  /** Countries whose variants differ: the EID has to be looked up. */
  readonly checkFrom: readonly string[];
  readonly minOs?: string;
  /** Profiles that can be stored. */
  readonly maxProfiles?: number;
}

/** Models of one kind: `model, model: not from; check from`. */
interface Family {
  readonly brand: string;
  readonly models: string;
  readonly esim?: 'no';
  readonly notFrom?: string;
  readonly checkFrom?: string;
  readonly minOs?: string;
  readonly maxProfiles?: number;
}

// iPhones from mainland China have two card trays instead; those from Hong Kong and Macao too, but for small models.
const families: readonly Family[] = [
  { brand: 'Apple', models: 'iPhone 6s, iPhone 7, iPhone 8, iPhone X, iPhone SE (2016)', esim: 'no' },
  {
    brand: 'Apple',
    models: 'iPhone XR, iPhone XS Max, iPhone 11, iPhone 11 Pro, iPhone 11 Pro Max',
    notFrom: 'CN HK MO',
    minOs: 'iOS 12.1',
    maxProfiles: 8,
  },
  {
    brand: 'Apple',
    models: 'iPhone XS, iPhone SE (2020), iPhone 12 mini, iPhone 13 mini, iPhone SE (2022)',
    notFrom: 'CN',
    minOs: 'iOS 13',
    maxProfiles: 8,
  },
  {
    brand: 'Apple',
    models: 'iPhone 12, iPhone 12 Pro, iPhone 12 Pro Max, iPhone 13, iPhone 13 Pro, iPhone 13 Pro Max',
    notFrom: 'CN HK MO',
    minOs: 'iOS 14',
    maxProfiles: 8,
  },
  {
    brand: 'Apple',
    models:
      'iPhone 14, iPhone 14 Plus, iPhone 14 Pro, iPhone 14 Pro Max, iPhone 15, iPhone 15 Plus, iPhone 15 Pro, iPhone 15 Pro Max, iPhone 16, iPhone 16 Plus, iPhone 16 Pro, iPhone 16 Pro Max',
    notFrom: 'CN HK MO',
    minOs: 'iOS 16',
    maxProfiles: 8,
  },
  { brand: 'Apple', models: 'iPhone 16e', notFrom: 'CN', minOs: 'iOS 18', maxProfiles: 8 },
  {
    brand: 'Samsung',
    models:
      'Galaxy S8, Galaxy S9, Galaxy S10, Galaxy Note 10, Galaxy A51, Galaxy A52, Galaxy A53, Galaxy A13, Galaxy A14',
    esim: 'no',
  },
  {
    brand: 'Samsung',
    models:
      'Galaxy S20, Galaxy S20+, Galaxy S20 Ultra, Galaxy Note 20, Galaxy Note 20 Ultra, Galaxy S21, Galaxy S21+, Galaxy S21 Ultra, Galaxy Z Fold2, Galaxy Z Flip',
    notFrom: 'CN KR',
    checkFrom: 'US HK TW',
    minOs: 'Android 11',
  },
  {
    brand: 'Samsung',
    models: 'Galaxy S22, Galaxy S22+, Galaxy S22 Ultra, Galaxy Z Fold3, Galaxy Z Flip3',
    notFrom: 'CN KR',
    checkFrom: 'HK TW',
    minOs: 'Android 12',
  },
  {
    brand: 'Samsung',
    models:
      'Galaxy S23, Galaxy S23+, Galaxy S23 Ultra, Galaxy S24, Galaxy S24+, Galaxy S24 Ultra, Galaxy S25, Galaxy S25 Ultra, Galaxy Z Fold4, Galaxy Z Flip4, Galaxy Z Fold5, Galaxy Z Flip5',
    notFrom: 'CN',
    checkFrom: 'HK TW',
    minOs: 'Android 13',
    maxProfiles: 20,
  },
  {
    brand: 'Samsung',
    models: 'Galaxy A54, Galaxy A55, Galaxy A35',
    notFrom: 'CN',
    checkFrom: 'IN KR HK TW',
    minOs: 'Android 13',
  },
  { brand: 'Google', models: 'Pixel 3, Pixel 3 XL, Pixel 3a', checkFrom: 'AU TW JP US CA', minOs: 'Android 9' },
  {
    brand: 'Google',
    models:
      'Pixel 4, Pixel 4a, Pixel 5, Pixel 6, Pixel 6a, Pixel 6 Pro, Pixel 7, Pixel 7a, Pixel 7 Pro, Pixel 8, Pixel 8a, Pixel 8 Pro, Pixel 9, Pixel 9 Pro, Pixel Fold',
    minOs: 'Android 10',
  },
  { brand: 'Huawei', models: 'P30, P30 Pro, Mate 30 Pro, P40 Pro+, P60 Pro', esim: 'no' },
  { brand: 'Huawei', models: 'P40, P40 Pro, Mate 40 Pro', notFrom: 'CN', minOs: 'EMUI 11' },
  { brand: 'Xiaomi', models: 'Redmi Note 11, Redmi Note 12, Mi 11, 12, 11T', esim: 'no' },
  {
    brand: 'Xiaomi',
    models: '12T Pro, 13, 13 Lite, 13 Pro, 13T Pro, 14, 14 Ultra',
    notFrom: 'CN',
    checkFrom: 'HK TW IN',
    minOs: 'Android 13',
  },
  {
    brand: 'Oppo',
    models: 'Find X3 Pro, Find X5, Find X5 Pro, Find N2 Flip, Reno 6 Pro 5G',
    notFrom: 'CN',
    minOs: 'Android 11',
  },
  { brand: 'OnePlus', models: 'OnePlus 9, OnePlus 10 Pro', esim: 'no' },
  {
    brand: 'OnePlus',
    models: 'OnePlus 11, OnePlus 12, OnePlus Open',
    notFrom: 'CN',
    checkFrom: 'IN',
    minOs: 'Android 13',
  },
  {
    brand: 'Sony',
    models: 'Xperia 1 IV, Xperia 5 IV, Xperia 10 IV, Xperia 1 V, Xperia 5 V, Xperia 10 V',
    checkFrom: 'HK TW JP',
    minOs: 'Android 12',
  },
  {
    brand: 'Motorola',
    models: 'Razr 5G, Razr 40, Edge 40, Edge 40 Pro, Edge 50 Pro',
    notFrom: 'CN',
    minOs: 'Android 13',
  },
  { brand: 'Honor', models: 'Magic4 Pro, Magic5 Pro, Magic6 Pro, Honor 90', notFrom: 'CN', minOs: 'Android 12' },
  { brand: 'Nothing', models: 'Phone (1), Phone (2), Phone (2a)', esim: 'no' },
  { brand: 'Nokia', models: 'XR21, G60 5G', minOs: 'Android 12' },
  { brand: 'Fairphone', models: 'Fairphone 4, Fairphone 5', minOs: 'Android 11' },
];

/** Models the demo knows. */
export const devices: readonly Device[] = families.flatMap((family) =>
  family.models.split(', ').map((model) => ({
    brand: family.brand,
    model,
    esim: family.esim ?? 'yes',
    notFrom: family.notFrom?.split(' ') ?? [],
    checkFrom: family.checkFrom?.split(' ') ?? [],
    ...(family.minOs === undefined ? {} : { minOs: family.minOs }),
    ...(family.maxProfiles === undefined ? {} : { maxProfiles: family.maxProfiles }),
  })),
);

/** The model a customer means, or undefined. "Samsung Galaxy S23 Ultra 5G 256" finds the S23 Ultra, not the S23. */
export function findDevice(brand: string | undefined, model: string): Device | undefined {
  const asked = ` ${words(`${brand ?? ''} ${model}`)} `;
  const hits = devices.filter((device) => {
    const hasBrand = asked.includes(` ${words(device.brand)} `);
    // "Samsung S23" is a Galaxy S23.
    const named = ` ${words(hasBrand ? device.model.replace(/^Galaxy /, '') : device.model)} `;
    // A bare number such as Xiaomi's "13" means little without the brand.
    return asked.includes(named) && (/[a-z]/.test(named) || hasBrand);
  });
  return hits.sort((a, b) => words(b.model).length - words(a.model).length)[0];
}

/** Small letters, "+" as a word, and letters apart from what follows them: `S23+` → `s23 plus`. */
const words = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('+', ' plus ')
    .replace(/\biphone(?=\d)/g, 'iphone ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
