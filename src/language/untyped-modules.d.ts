/** The stemmers of `natural`, imported one by one: its index would load database drivers. */
declare module 'natural/lib/natural/stemmers/*' {
  const stemmer: { stem(word: string): string };
  export default stemmer;
}

declare module 'eld/extrasmall' {
  export const eld: {
    detect(text: string): {
      language: string;
      getScores(): Record<string, number>;
    };
    setLanguageSubset(languages: string[] | false): unknown;
  };
}

declare module 'opencc-js/t2cn' {
  export function Converter(options: { from: string; to: string }): (text: string) => string;
}

declare module 'opencc-js/cn2t' {
  export function Converter(options: { from: string; to: string }): (text: string) => string;
}
