import type { Thresholds } from '../dialog/thresholds.ts';
import type { LanguageCode } from '../language/languages.ts';
import { confusions, type Confusion } from './confusions.ts';
import { coverageCurve, pointAt, reliability, type CurvePoint, type ReliabilityBin } from './curves.ts';
import { outOfScope } from './dataset.ts';
import { entryFigures, type EntryFigures } from './entry-figures.ts';
import { measure, type Metrics } from './metrics.ts';
import type { Outcome } from './run.ts';

/** Raised when a field of the report changes its meaning or goes. New fields do not raise it. */
const reportVersion = 1;

/** What a measurement found; the shape of `evaluate --json`, in which figures that cannot be counted are null. */
export interface EvaluationReport {
  readonly version: typeof reportVersion;
  /** Version of the knowledge that was measured. */
  readonly knowledge: string;
  /** Time of the measurement, ISO 8601. */
  readonly at: string;
  /** Names of the data files. */
  readonly files: readonly string[];
  /** Languages whose phrases were left out of training. */
  readonly without: readonly LanguageCode[];
  readonly all: Section;
  /** In the order in which the languages appear in the data. */
  readonly languages: readonly LanguageSection[];
  readonly entries: readonly EntryFigures[];
  readonly confusions: readonly Confusion[];
  /** Out-of-scope utterances that were answered outright. */
  readonly answeredOutOfScope: readonly { text: string; lang: LanguageCode; got: string; confidence: number }[];
}

/** Figures and curves of a set of utterances. */
export interface Section {
  readonly metrics: Metrics;
  readonly curve: readonly CurvePoint[];
  readonly reliability: readonly ReliabilityBin[];
}

/** The section of one language, with the thresholds that are configured for it. */
export interface LanguageSection extends Section {
  readonly lang: LanguageCode;
  readonly thresholds: Thresholds;
  /** Where the configured threshold for answers lies on the curve. */
  readonly configured: CurvePoint;
}

/** What is told about a measurement beside its outcomes. */
export interface ReportFacts extends Pick<EvaluationReport, 'knowledge' | 'at' | 'files' | 'without'> {
  readonly thresholds: (language: LanguageCode) => Thresholds;
}

/** Confusions that are told in full. */
const mostConfusions = 30;

/** Puts together everything that is told about a measurement. */
export function buildReport(outcomes: readonly Outcome[], { thresholds, ...facts }: ReportFacts): EvaluationReport {
  const languages = [...new Set(outcomes.map(({ item }) => item.lang))];
  return {
    version: reportVersion,
    ...facts,
    all: section(outcomes),
    languages: languages.map((lang) => {
      const own = outcomes.filter(({ item }) => item.lang === lang);
      const configured = pointAt(own, thresholds(lang).answer);
      return { lang, thresholds: thresholds(lang), configured, ...section(own) };
    }),
    entries: entryFigures(outcomes),
    confusions: confusions(outcomes, mostConfusions),
    answeredOutOfScope: outcomes.flatMap(({ item, answered, confidence }) =>
      item.intent !== outOfScope || answered === undefined
        ? []
        : [{ text: item.text, lang: item.lang, got: answered, confidence }],
    ),
  };
}

/** The report as JSON; what cannot be counted is null. */
export function reportJson(report: EvaluationReport): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function section(outcomes: readonly Outcome[]): Section {
  return { metrics: measure(outcomes), curve: coverageCurve(outcomes), reliability: reliability(outcomes) };
}
