import type { CodefangPlan, CodefangRun } from './codefang-run.ts';

const MiB = 2 ** 20;

/** The program with its libraries: what refuses a smaller budget cannot itself be within it. */
const programBytes = 80 * MiB;

/** The plan may be wrong by so much, and to the high side only. */
export const predictionShareMax = 0.25;

/**
 * What a run broke of what was promised, as sentences; none when it kept everything. A refusal keeps the promise
 * when it names a larger budget; whether that one works is another run.
 *
 * @param digest what every run must end with; undefined when nothing is known yet
 */
export function judgeRun(run: CodefangRun, digest: string | undefined): string[] {
  const broken: string[] = [];
  const { budgetBytes, exitCode, peakBytes } = run;
  if (run.timedOut) broken.push('it did not end in time');
  if ((run.oomKills ?? 0) > 0) broken.push('the kernel killed it for its memory');
  if (exitCode !== 0 && exitCode !== 3) broken.push(`it ended with ${run.signal ?? exitCode}: ${lastLine(run)}`);
  const isHopeless = exitCode === 3 && budgetBytes < programBytes;
  if (budgetBytes > 0 && peakBytes > budgetBytes && !isHopeless) {
    const over = `${mebibytes(peakBytes - budgetBytes)} MiB above the budget`;
    broken.push(`its peak of ${mebibytes(peakBytes)} MiB is ${over}`);
  }
  if (exitCode === 3) broken.push(...judgeRefusal(run));
  if (exitCode !== 0) return broken;
  if (run.digest === null) broken.push('it told no digest');
  if (run.reportDigest !== null && run.reportDigest !== run.digest) {
    broken.push(`its report has the digest ${run.reportDigest}, its log ${run.digest}`);
  }
  if (digest !== undefined && run.digest !== digest) {
    broken.push(`its digest is ${run.digest} and not ${digest}`);
  }
  return broken;
}

/** What a plan broke of what was promised, given the run that it predicted. */
export function judgePlan(plan: CodefangPlan, run: CodefangRun): string[] {
  const broken: string[] = [];
  if (plan.exitCode !== 0 && plan.exitCode !== 3) {
    broken.push(`plan ended with ${plan.exitCode}: ${plan.text.trim().slice(-300)}`);
  }
  if ((plan.exitCode === 3) !== (run.exitCode === 3)) {
    broken.push(`plan ended with ${plan.exitCode} and run with ${run.exitCode}`);
  }
  if (run.exitCode !== 0 || run.budgetBytes === 0) return broken;
  const predicted = plan.predictedPeakBytes;
  if (predicted === null) return [...broken, 'plan predicted no peak'];
  const figures = `plan predicted ${mebibytes(predicted)} MiB, the peak was ${mebibytes(run.peakBytes)} MiB`;
  if (predicted < run.peakBytes) broken.push(`${figures}: too low`);
  if (predicted > run.peakBytes * (1 + predictionShareMax)) broken.push(`${figures}: too high`);
  return broken;
}

function judgeRefusal({ smallestBytes, budgetBytes }: CodefangRun): string[] {
  if (smallestBytes === null) return ['it was refused without naming a budget that works'];
  if (smallestBytes > budgetBytes) return [];
  return [`it was refused, and ${mebibytes(smallestBytes)} MiB named, which is no more`];
}

function lastLine({ errorText }: CodefangRun): string {
  return errorText.trim().split('\n').at(-1) ?? '';
}

export function mebibytes(bytes: number): string {
  return (bytes / MiB).toFixed(1);
}
