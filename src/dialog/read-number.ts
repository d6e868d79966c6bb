type Unit = 'MB' | 'days' | 'Mbit/s' | 'EUR';

/** How people write each unit, and how much of the stored unit one of it is; longer ones first. */
const written: Readonly<Record<Unit, readonly (readonly [RegExp, number])[]>> = {
  MB: [
    [/^(?:gigas?|gb|gib|go|гб|гиг\p{L}*|جيجا\p{L}*|جيغا\p{L}*|기가|ギガ|g(?!\p{L}))/u, 1000],
    [/^(?:megas?|mb|mib|mo|мб|мег\p{L}*|ميجا\p{L}*|メガ|메가|m(?!\p{L}))/u, 1],
  ],
  days: [
    [
      /^(?:weeks?|semanas?|semaines?|wochen?|settiman[ae]|недел\p{L}*|个?星期|个?周|週間|주일?|أسابيع|اسابيع|أسبوع|اسبوع)/u,
      7,
    ],
    [/^(?:months?|mes(?:es)?|mois|monate?|mes[ei]|mês|месяц\p{L}*|个?月|か月|ヶ月|개월|شهر|أشهر)/u, 30],
    [
      /^(?:days?|d[ií]as?|jours?|tagen?|tage|tag|giorn[io]|dias?|дн\p{L}*|день|天|日間?|일|أيام|ايام|يوم\p{L}*|d(?!\p{L}))/u,
      1,
    ],
  ],
  'Mbit/s': [
    [/^(?:gbit\/s|gbps)/u, 1000],
    [/^(?:kbit\/s|kbps|kb\/s|k(?!\p{L}))/u, 0.001],
    [/^(?:mbit\/s|mbits?\/?s?|mbps|mb\/s|мбит\p{L}*|兆|megas?|mega|m(?!\p{L}))/u, 1],
  ],
  EUR: [[/^(?:€|euros?|eur|欧元?|歐元?|ユーロ|유로|евро|يورو)/u, 1]],
};

const hanDigits: Readonly<Record<string, number>> = {
  一: 1,
  两: 2,
  兩: 2,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};

/**
 * The first number of a normalized text in the unit asked for: "2 GB" as 2000 MB, "dos semanas" is not understood but
 * "2 semanas" is 14 days. `mustHaveUnit` refuses bare numbers, which in other messages mean anything.
 */
export function readNumber(text: string, unit: Unit | undefined, mustHaveUnit: boolean): number | undefined {
  let bare: number | undefined;
  for (const found of withHanNumbers(text).matchAll(/(€\s*)?(?<![\d.,])(\d{1,9}(?:[.,]\d{1,3})?)(?![\d])/g)) {
    const number = Number((found[2] ?? '').replace(',', '.'));
    const behind = withHanNumbers(text)
      .slice(found.index + found[0].length)
      .trimStart();
    const factor = factorOf(behind, unit) ?? (unit === 'EUR' && found[1] !== undefined ? 1 : undefined);
    if (factor !== undefined) return Math.round(number * factor * 1000) / 1000;
    bare ??= number;
  }
  return mustHaveUnit ? undefined : bare;
}

function factorOf(behind: string, unit: Unit | undefined): number | undefined {
  if (unit === undefined) return undefined;
  return written[unit].find(([pattern]) => pattern.test(behind))?.[1];
}

/** 三 → 3, 十二 → 12, 二十 → 20; up to 99. */
function withHanNumbers(text: string): string {
  return text.replace(
    /([一二两兩三四五六七八九])?十([一二三四五六七八九])?|[一二两兩三四五六七八九]/g,
    (whole, tens?: string, ones?: string) => {
      if (!whole.includes('十')) return String(hanDigits[whole] ?? whole);
      return String(
        (tens === undefined ? 1 : (hanDigits[tens] ?? 1)) * 10 + (ones === undefined ? 0 : (hanDigits[ones] ?? 0)),
      );
    },
  );
}
