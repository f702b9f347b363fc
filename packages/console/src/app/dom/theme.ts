/// <reference lib="dom" />
import { type Signal, signal } from '../state/signal.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';

/** Colours that pictures need; the style sheet has them all. */
export interface ThemeColors {
  readonly surface: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly grid: string;
  readonly alarm: string;
  readonly ok: string;
  readonly waiting: string;
  readonly accent: string;
}

const STORED = 'inferwatch-theme';
const NAMES = ['surface', 'text', 'muted', 'line', 'grid', 'alarm', 'ok', 'waiting', 'accent'] as const;

/** What the reader chose; kept in the browser. */
export const themeChoice: Signal<ThemeChoice> = signal(storedChoice());

/** The colours that hold now; changes with the choice and with the system. */
export const themeColors: Signal<ThemeColors> = signal(readColors());

/** Follows the choice and the system, for the life of the page. */
export function followTheme(): void {
  const refresh = () => themeColors.set(readColors());
  themeChoice.subscribe((choice) => {
    if (choice === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice;
    store(choice);
    refresh();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', refresh);
}

export const isDark = (): boolean =>
  themeChoice.value === 'system' ? matchMedia('(prefers-color-scheme: dark)').matches : themeChoice.value === 'dark';

function readColors(): ThemeColors {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return Object.fromEntries(NAMES.map((name) => [name, read(name)])) as unknown as ThemeColors;
}

function storedChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(STORED);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  } catch {
    // A browser may refuse storage, as for a report opened from a file; then the choice holds for this page only.
    return 'system';
  }
}

function store(choice: ThemeChoice): void {
  try {
    if (choice === 'system') localStorage.removeItem(STORED);
    else localStorage.setItem(STORED, choice);
  } catch {
    // See storedChoice.
  }
}
