import type { Presentation, Section } from '../../contract.ts';
import type { AnalyzerSections } from '../report-document.ts';
import { seriesTable } from '../timeseries-writer.ts';

type PresentationOf = (analyzerId: string, section: string) => Presentation | undefined;

/** The analyzers of a stored report, shown as a run would show them: a file does not say how. Read lazily, in order. */
export function* shownAnalyzers(
  analyzers: Iterable<AnalyzerSections>,
  presentationOf: PresentationOf,
): Generator<AnalyzerSections> {
  for (const { id, sections } of analyzers) {
    yield { id, sections: shownSections(sections, (name) => showOf(id, name) ?? presentationOf(id, name)) };
  }
}

/** The table of commits is the engine's own. */
function showOf(analyzerId: string, section: string): Presentation | undefined {
  return analyzerId === seriesTable.analyzer && section === seriesTable.section ? seriesTable.show : undefined;
}

function* shownSections(
  sections: Iterable<Section>,
  presentationOf: (section: string) => Presentation | undefined,
): Generator<Section> {
  for (const section of sections) {
    const show = presentationOf(section.name);
    yield show === undefined ? section : { ...section, show };
  }
}
