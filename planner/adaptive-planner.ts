/**
 * A plan that learns. Chunks come from `computeSchedule`, at first with declared rates; after each
 * chunk the measured rates go into moving averages, and when one leaves its prediction by more than
 * a quarter, the commits still to come are scheduled again with the averages as rates.
 *
 *   chunk     0     1     2  │  3     4     5
 *          ├─────┼─────┼─────┼─────┼─────┼─────┤    a divergence is seen after chunk 2:
 *          ├─────┼─────┼─────┼───────┼───────┼─┤    0 to 2 stay, the rest is cut anew
 *
 * Every metric is held against its own prediction, every plan is made by the same formula with the
 * same safety margin, and what a plan reckoned with is the next prediction. So seeing what was
 * predicted changes nothing, and a steady rate is followed in a few steps. Cost: O(chunks) a new
 * plan, nothing otherwise.
 */
import { checkedCommits, checkedSize } from './checked-input.ts';
import type { ChunkBounds } from './chunk-bounds.ts';
import { checkedRate, GrowthMetric, type GrowthMetricName } from './growth-metric.ts';
import { PlanError } from './plan-error.ts';
import { plannerConstants } from './planner-constants.ts';
import { computeSchedule, type SchedulerConfig } from './schedule.ts';

/**
 * What is known before the first commit. Working state is predicted by `workStatePerCommitBytes`,
 * else by `declaredGrowthBytes`, else at 400 KiB a commit. Payload and aggregate growth are
 * predicted when declared; otherwise their first observation is their prediction.
 */
export interface AdaptivePlannerConfig extends SchedulerConfig {
  readonly declaredGrowthBytes?: number | undefined;
  readonly aggregateGrowthPerCommitBytes?: number | undefined;
}

/** What one chunk did, in bytes per commit. A metric that was not measured is left out. */
export interface ReplanObservation {
  /** Place of the chunk in `currentChunks`. */
  readonly chunkIndex: number;
  /** The commits really done: `end` may differ from the plan when the chunk was cut short. */
  readonly chunk: ChunkBounds;
  readonly workGrowthPerCommitBytes?: number | undefined;
  readonly payloadPerCommitBytes?: number | undefined;
  readonly aggregateGrowthPerCommitBytes?: number | undefined;
  /** The plan in force, as `initialPlan` or the last `replan` gave it. */
  readonly currentChunks: readonly ChunkBounds[];
}

/**
 * The newest new plan: which metric asked for it (of several, the one furthest off), and what it
 * changed.
 */
export interface LastReplan {
  readonly chunkIndex: number;
  readonly metric: GrowthMetricName;
  /** The moving average that was held against the prediction. */
  readonly observedBytes: number;
  readonly predictedBytes: number;
  /** `|observed − predicted| / predicted`, above 0.25. */
  readonly divergence: number;
  readonly chunksBefore: number;
  readonly chunksAfter: number;
}

/** Bytes per commit; final figures are moving averages, 0 for a metric never observed. */
export interface AdaptiveStats {
  readonly initialGrowthBytes: number;
  /** The average of working state, or what was declared while none was observed. */
  readonly finalGrowthBytes: number;
  readonly finalWorkGrowthBytes: number;
  readonly finalPayloadBytes: number;
  readonly finalAggregateGrowthBytes: number;
  /** New plans after a divergence, also those that happen to equal the old one. */
  readonly replanCount: number;
  readonly lastReplan?: LastReplan;
}

export class AdaptivePlanner {
  readonly totalCommits: number;
  readonly declaredGrowthBytes: number;
  readonly #config: SchedulerConfig;
  readonly #work: GrowthMetric;
  readonly #payload: GrowthMetric;
  readonly #aggregate: GrowthMetric;
  /** The rate that the plan in force is sized by. */
  #workRateBytes: number;
  #replanCount = 0;
  #lastReplan: LastReplan | undefined;

  /** @throws {PlanError} USAGE when a field is not an integer */
  constructor(config: AdaptivePlannerConfig) {
    const declared = declaredSize('declaredGrowthBytes', config.declaredGrowthBytes);
    const work = declaredSize('workStatePerCommitBytes', config.workStatePerCommitBytes);
    this.#workRateBytes = work || declared || plannerConstants.workStatePerCommitBytes;
    this.totalCommits = checkedCommits('totalCommits', config.totalCommits);
    this.declaredGrowthBytes = declared || this.#workRateBytes;
    this.#config = config;
    this.#work = new GrowthMetric('working_state', this.#workRateBytes);
    this.#payload = new GrowthMetric('payload', declaredSize('avgPayloadBytes', config.avgPayloadBytes));
    this.#aggregate = new GrowthMetric(
      'aggregate_growth',
      declaredSize('aggregateGrowthPerCommitBytes', config.aggregateGrowthPerCommitBytes),
    );
  }

  /**
   * Chunks that cover `[0, totalCommits)`, by the declared rates.
   *
   * @throws {PlanError} BUDGET when the budget does not cover the overhead
   */
  initialPlan(): ChunkBounds[] {
    return this.#chunksFrom(0);
  }

  /**
   * Takes in what a chunk did and returns the plan to go on with: `currentChunks` itself when
   * nothing has to change, else a new list that begins with the chunks already done. A chunk cut
   * short keeps its real end, and the rest is cut from there. An empty chunk says nothing and is
   * ignored.
   *
   * @throws {PlanError} USAGE when the observation does not fit the plan or is not finite
   */
  replan(observation: ReplanObservation): readonly ChunkBounds[] {
    const { chunk, currentChunks } = observation;
    const planned = this.#plannedChunk(observation);
    if (chunk.end === chunk.start) return currentChunks;
    this.#observe(observation);
    const furthest = this.#furthestMetric();
    const hasDiverged = furthest.divergence > plannerConstants.replanThreshold;
    if (!hasDiverged && chunk.end === planned.end) return currentChunks;
    if (!hasDiverged) return this.#withNewTail(observation);
    const asked = { observedBytes: furthest.averageBytes, predictedBytes: furthest.predictedBytes };
    const divergence = furthest.divergence;
    this.#adoptAverages();
    const chunks = this.#withNewTail(observation);
    this.#replanCount += 1;
    this.#lastReplan = {
      chunkIndex: observation.chunkIndex,
      metric: furthest.name,
      ...asked,
      divergence,
      chunksBefore: currentChunks.length,
      chunksAfter: chunks.length,
    };
    return chunks;
  }

  stats(): AdaptiveStats {
    return {
      initialGrowthBytes: this.declaredGrowthBytes,
      finalGrowthBytes: this.#work.averageBytes || this.declaredGrowthBytes,
      finalWorkGrowthBytes: this.#work.averageBytes,
      finalPayloadBytes: this.#payload.averageBytes,
      finalAggregateGrowthBytes: this.#aggregate.averageBytes,
      replanCount: this.#replanCount,
      ...(this.#lastReplan === undefined ? {} : { lastReplan: this.#lastReplan }),
    };
  }

  /**
   * The chunk of the plan that was observed. Looks at the ends of the plan only, so it costs O(1).
   */
  #plannedChunk({ chunkIndex, chunk, currentChunks }: ReplanObservation): ChunkBounds {
    const planned = Number.isInteger(chunkIndex) ? currentChunks[chunkIndex] : undefined;
    if (planned === undefined) {
      throw unfit(`chunk ${chunkIndex}`, `the plan has chunks 0 to ${currentChunks.length - 1}`);
    }
    const last = currentChunks[currentChunks.length - 1];
    if (currentChunks[0]?.start !== 0 || last?.end !== this.totalCommits) {
      throw unfit('a foreign plan', `expected one that covers commits 0 to ${this.totalCommits}`);
    }
    if (checkedCommits('chunk.start', chunk.start) !== planned.start) {
      throw unfit(`a chunk from commit ${chunk.start}`, `it was planned from ${planned.start}`);
    }
    const end = checkedCommits('chunk.end', chunk.end);
    if (end < planned.start || end > this.totalCommits) {
      throw unfit(`a chunk to commit ${end}`, `expected ${planned.start} to ${this.totalCommits}`);
    }
    return planned;
  }

  #observe(seen: ReplanObservation): void {
    // All are checked before the first is taken in, so that a refusal leaves no trace.
    const work = checkedRate('working state', seen.workGrowthPerCommitBytes);
    const payload = checkedRate('payload', seen.payloadPerCommitBytes);
    const aggregate = checkedRate('aggregate growth', seen.aggregateGrowthPerCommitBytes);
    if (work !== undefined) this.#work.observe(work);
    if (payload !== undefined) this.#payload.observe(payload);
    if (aggregate !== undefined) this.#aggregate.observe(aggregate);
  }

  #furthestMetric(): GrowthMetric {
    let furthest = this.#work;
    if (this.#payload.divergence > furthest.divergence) furthest = this.#payload;
    if (this.#aggregate.divergence > furthest.divergence) furthest = this.#aggregate;
    return furthest;
  }

  #adoptAverages(): void {
    this.#work.adoptAverage();
    this.#payload.adoptAverage();
    this.#aggregate.adoptAverage();
    // Without an observation of working state the rate in force stays, even one below noise.
    if (this.#work.averageBytes > 0) this.#workRateBytes = this.#work.predictedBytes;
  }

  #withNewTail({ chunkIndex, chunk, currentChunks }: ReplanObservation): ChunkBounds[] {
    const done = currentChunks.slice(0, chunkIndex);
    done.push({ start: chunk.start, end: chunk.end });
    return done.concat(this.#chunksFrom(chunk.end));
  }

  #chunksFrom(start: number): ChunkBounds[] {
    const { chunks } = computeSchedule({
      ...this.#config,
      totalCommits: this.totalCommits - start,
      workStatePerCommitBytes: this.#workRateBytes,
    });
    return chunks.map((at) => ({ start: at.start + start, end: at.end + start }));
  }
}

/** A declared size in bytes, 0 when it was not declared. */
function declaredSize(field: string, value: number | undefined): number {
  const size = checkedSize(field, value);
  return size > 0n ? Number(size) : 0;
}

function unfit(what: string, allowed: string): PlanError {
  return new PlanError('USAGE', `Cannot re-plan after ${what}: ${allowed}`);
}
