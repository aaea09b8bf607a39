/** Progress of long work in a terminal, or line by line where standard error is a file. */

export interface ProgressOutput {
  write(text: string): void;
  /** Columns of the terminal, or undefined if it is none. */
  readonly columns: number | undefined;
}

export interface ProgressBar {
  /** `label` names the phase, `detail` what is worked on. */
  update(label: string, doneBytes: number, totalBytes: number, detail: string): void;
  /** A line of its own, for a phase without bytes. */
  note(text: string): void;
}

const barCells = 20;
/** Redrawing more often only costs time. */
const redrawMs = 50;
/** Without a terminal a line is written whenever another tenth is done. */
const linesPerPhase = 10;

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

function describe(label: string, done: number, total: number, detail: string): string {
  const fraction = total === 0 ? 1 : done / total;
  const filled = Math.round(fraction * barCells);
  const bar = '█'.repeat(filled) + '░'.repeat(barCells - filled);
  const percent = String(Math.floor(fraction * 100)).padStart(3);
  return `${label} ${bar} ${percent} %  ${megabytes(done)} / ${megabytes(total)} MB  ${detail}`;
}

/** A bar that redraws its line, and leaves it standing when its phase is done. */
function terminalBar(output: ProgressOutput, columns: number, now: () => number): ProgressBar {
  let drawnAt = -Infinity;
  const clearLine = '\r\u001b[K';
  return {
    update: (label, done, total, detail) => {
      const finished = done >= total;
      if (!finished && now() - drawnAt < redrawMs) return;
      drawnAt = finished ? -Infinity : now();
      const text = describe(label, done, total, finished ? '' : detail).slice(0, columns - 1);
      output.write(`${clearLine}${text.trimEnd()}${finished ? '\n' : ''}`);
    },
    note: (text) => output.write(`${clearLine}${text}\n`),
  };
}

/** Lines at every tenth of a phase. */
function lineBar(output: ProgressOutput): ProgressBar {
  let phase = '';
  let tenth = -1;
  return {
    update: (label, done, total, detail) => {
      const current = Math.floor((done / Math.max(total, 1)) * linesPerPhase);
      if (label === phase && current <= tenth) return;
      phase = label;
      tenth = current;
      output.write(`${describe(label, done, total, detail).trimEnd()}\n`);
    },
    note: (text) => output.write(`${text}\n`),
  };
}

/** @param now milliseconds from any point on. */
export function createProgressBar(output: ProgressOutput, now: () => number): ProgressBar {
  return output.columns === undefined ? lineBar(output) : terminalBar(output, output.columns, now);
}
