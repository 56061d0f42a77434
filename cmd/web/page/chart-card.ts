import type { Chart, Subject } from '../charts/chart.ts';
import type { Look } from '../charts/look.ts';
import { Drawing } from './drawing.ts';
import { element } from './element.ts';
import type { Theme } from './theme.ts';

/** A choice between views of one chart: buttons, or a list where there are many. */
export interface Choice {
  readonly label: string;
  readonly isList?: boolean;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

export interface ChartCardSpec {
  readonly title: string;
  /** How to read it. */
  readonly note: string;
  /** What is left out of the drawing, said in the page; empty for nothing. */
  readonly thinning?: string;
  /** Of the drawing: by name, or in pixels where it grows with what is drawn. */
  readonly height: 'medium' | 'tall' | 'round' | number;
  readonly choices?: readonly Choice[];
  /** The choice that takes a folder which was picked in the chart. */
  readonly folderChoice?: number;
  /** `chosen` has a value for each choice. */
  draw(look: Look, chosen: readonly string[]): Chart;
}

export type MakeCard = (spec: ChartCardSpec) => HTMLElement;

/** Pixels for rows of a chart and its axis. */
export function rowsHeight(rowCount: number, rowPixels: number): number {
  return Math.max(90, rowCount * rowPixels + 34);
}

/** On paper, in pixels of which it is 660 wide. */
const paperHeights = { medium: 260, tall: 400, round: 600 } as const;

/** Drawn a little before it is scrolled into view. */
const drawAhead = '300px';

/**
 * A figure with a chart that is drawn when it comes into view, and again when the theme changes.
 */
export function chartCard(spec: ChartCardSpec, theme: Theme, onPick: (pick: Subject) => void): HTMLElement {
  const host = element('div', { class: `chart ${spec.height}` });
  if (typeof spec.height === 'number') host.style.height = `${spec.height}px`;
  const summary = element('span', { class: 'visually-hidden' });
  const chosen = (spec.choices ?? []).map(({ options }) => options[0]!.value);
  const choosers = (spec.choices ?? []).map((choice, at) =>
    (choice.isList === true ? choiceList : choiceButtons)(choice, (value) => {
      chosen[at] = value;
      drawing.draw(theme.look);
    }),
  );
  const drawing: Drawing = new Drawing(
    host,
    (look) => spec.draw(look, chosen),
    (text) => summary.replaceChildren(text),
    (pick) => {
      const chooser = spec.folderChoice === undefined ? undefined : choosers[spec.folderChoice];
      if (pick.kind === 'folder' && chooser !== undefined) chooser.choose(pick.name);
      else onPick(pick);
    },
  );
  const card = element(
    'figure',
    { class: 'card' },
    element('figcaption', {}, element('h3', {}, spec.title), element('p', { class: 'note' }, spec.note), summary),
    element('div', { class: 'choices' }, ...choosers.map(({ root }) => root)),
    drawing.key,
    host,
    spec.thinning === undefined || spec.thinning === '' ? undefined : element('p', { class: 'thinned' }, spec.thinning),
  );
  drawWhenSeen(drawing, theme, typeof spec.height === 'number' ? spec.height : paperHeights[spec.height]);
  return card;
}

interface Chooser {
  readonly root: HTMLElement;
  choose(value: string): void;
}

function choiceButtons({ label, options }: Choice, choose: (value: string) => void): Chooser {
  const buttons = options.map(({ value, label: text }, at) => {
    const button = element('button', { type: 'button', 'aria-pressed': String(at === 0) }, text);
    button.addEventListener('click', () => {
      for (const other of buttons) other.setAttribute('aria-pressed', String(other === button));
      choose(value);
    });
    return button;
  });
  return { root: element('div', { class: 'choice', role: 'group', 'aria-label': label }, ...buttons), choose };
}

function choiceList({ label, options }: Choice, choose: (value: string) => void): Chooser {
  const list = element(
    'select',
    { 'aria-label': label },
    ...options.map(({ value, label: text }) => element('option', { value }, text)),
  );
  list.addEventListener('change', () => choose(list.value));
  return {
    root: list,
    choose(value) {
      list.value = value;
      choose(value);
    },
  };
}

function drawWhenSeen(drawing: Drawing, theme: Theme, paperHeight: number): void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      if (!drawing.isDrawn) drawing.draw(theme.look);
    },
    { rootMargin: drawAhead },
  );
  observer.observe(drawing.host);
  theme.onChange((look) => {
    if (theme.isPrinting) drawing.drawForPrint(look, paperHeight);
    else if (drawing.isDrawn) drawing.draw(look);
  });
}
