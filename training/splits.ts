import type { Labelled } from './labelled.ts';

/** Known phrases, and phrases of one language to be understood. */
export interface Split {
  /** `in`: one phrase of each intent is held out; `lo`: the language has none; `z3`: only three have; `z1`: only English. */
  readonly kind: 'in' | 'lo' | 'z3' | 'z1';
  readonly language: string;
  readonly known: readonly Labelled[];
  readonly asked: readonly Labelled[];
}

/** Languages with three phrases an intent. */
const core = ['en', 'es', 'zh-Hans'];
const held = 3;

/** The four kinds of splits of a labelled set, for each language that has part in them. */
export function splitsOf(set: ReadonlyMap<string, readonly Labelled[]>): Split[] {
  const of = (languages: readonly string[]) => languages.flatMap((language) => set.get(language) ?? []);
  const languages = [...set.keys()];
  const others = languages.filter((language) => !core.includes(language));
  const present = core.filter((language) => set.has(language));
  const inside = Array.from({ length: held }, (_, ordinal) => {
    const parts = present.map((language) => ({ language, ...holdOut(of([language]), ordinal) }));
    const known = [...parts.flatMap((part) => part.known), ...of(others)];
    return parts.map(({ language, asked }): Split => ({ kind: 'in', language, known, asked }));
  });
  // Both Chinese scripts are one language to the matcher, so that leaving one out would leave out nothing.
  const isChinese = (language: string) => language.startsWith('zh');
  return [
    ...inside.flat(),
    ...languages
      .filter((language) => !isChinese(language))
      .map((language): Split => {
        const known = of(languages.filter((other) => other !== language));
        return { kind: 'lo', language, known, asked: of([language]) };
      }),
    ...others
      .filter((language) => !isChinese(language))
      .map((language): Split => ({ kind: 'z3', language, known: of(core), asked: of([language]) })),
    ...languages
      .filter((language) => language !== 'en')
      .map((language): Split => ({ kind: 'z1', language, known: of(['en']), asked: of([language]) })),
  ];
}

/** Holds out the phrase of each intent that stands at place `ordinal` among them. */
function holdOut(phrases: readonly Labelled[], ordinal: number): Pick<Split, 'known' | 'asked'> {
  const seen = new Map<string, number>();
  const known: Labelled[] = [];
  const asked: Labelled[] = [];
  for (const phrase of phrases) {
    const place = seen.get(phrase.intent) ?? 0;
    seen.set(phrase.intent, place + 1);
    (place === ordinal ? asked : known).push(phrase);
  }
  return { known, asked };
}
