import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  checkMemoryPressure,
  type ChunkBounds,
  computeSchedule,
  Planner,
  plannerConstants,
} from '../../planner/index.ts';

type Expected = Readonly<Record<string, unknown>>;

interface Vector {
  readonly id: string;
  readonly fn: string;
  readonly input: Readonly<Record<string, number>>;
  readonly expected: Expected;
}

interface VectorFile {
  readonly constants: Readonly<Record<string, number>>;
  readonly vectors: readonly Vector[];
}

// The fixture stays beside the source, it is not compiled.
const fixture = new URL('../../../test/planner/fixtures/planner-vectors.json', import.meta.url);
const { constants, vectors } = JSON.parse(readFileSync(fixture, 'utf8')) as VectorFile;

describe('planner vectors', () => {
  test('are all here', () => {
    expect(vectors).toHaveLength(62);
  });

  test.each(vectors.map((vector) => [vector.id, vector] as const))('%s', (_id, vector) => {
    expect(answerTo(vector)).toEqual(vector.expected);
  });
});

test('plannerConstants are those of the vectors', () => {
  expect(constants).toEqual({
    minChunkSize: plannerConstants.chunkCommitsMin,
    maxChunkSize: plannerConstants.chunkCommitsMax,
    baseOverheadBytes: plannerConstants.baseOverheadBytes,
    safetyMarginPercent: plannerConstants.safetyMarginPercent,
    defaultStateGrowthPerCommit: plannerConstants.growthPerCommitBytes,
    defaultWorkingStateSize: plannerConstants.workStatePerCommitBytes,
    defaultAvgTCSize: plannerConstants.payloadPerCommitBytes,
    replanThreshold: plannerConstants.replanThreshold,
    emaAlpha: plannerConstants.averageWeight,
    minObservedGrowth: plannerConstants.observedGrowthBytesMin,
    pressureWarningRatio: plannerConstants.pressureWarningRatio,
    pressureCriticalRatio: plannerConstants.pressureCriticalRatio,
    usablePercent: plannerConstants.usablePercent,
    workStatePercent: plannerConstants.workStatePercent,
    aggStatePercent: plannerConstants.aggregateStatePercent,
    chunkMemPercent: plannerConstants.inFlightPercent,
  });
});

test('plannerConstants shares add up', () => {
  const { workStatePercent, aggregateStatePercent, inFlightPercent } = plannerConstants;
  expect(workStatePercent + aggregateStatePercent + inFlightPercent).toBe(100);
});

function answerTo({ fn, input, expected }: Vector): Expected {
  if (fn === 'checkMemoryPressure') {
    const budgetBytes = numberOf(input, 'memoryBudget');
    return { level: checkMemoryPressure(numberOf(input, 'heapInUse'), budgetBytes) };
  }
  if (fn === 'computeSchedule') {
    const schedule = computeSchedule({
      totalCommits: numberOf(input, 'totalCommits'),
      memoryBudgetBytes: input['memoryBudget'],
      pipelineOverheadBytes: input['pipelineOverhead'],
      workStatePerCommitBytes: input['workStatePerCommit'],
      maxBuffering: input['maxBuffering'],
    });
    return {
      ...chunkFigures(schedule.chunks, expected),
      chunkSize: schedule.chunkSize,
      bufferingFactor: schedule.bufferingFactor,
      aggSpillBudget: schedule.aggSpillBudgetBytes,
    };
  }
  const planner = new Planner({
    totalCommits: numberOf(input, 'totalCommits'),
    memoryBudgetBytes: input['memoryBudget'],
    growthPerCommitBytes: input['growthPerCommit'],
    pipelineOverheadBytes: input['pipelineOverhead'],
  });
  const chunks = fn === 'plan' ? planner.plan() : planner.planFrom(numberOf(input, 'startCommit'));
  return chunkFigures(chunks, expected);
}

/** What a vector says about chunks: it lists short plans in full, and of long ones the ends. */
function chunkFigures(chunks: readonly ChunkBounds[], expected: Expected): Expected {
  const pairs = chunks.map((chunk) => [chunk.start, chunk.end]);
  const first = chunks[0];
  return {
    chunkCount: chunks.length,
    ...('chunks' in expected ? { chunks: pairs } : {}),
    ...(first === undefined
      ? {}
      : { chunkSize: first.end - first.start, firstChunk: pairs[0], lastChunk: pairs.at(-1) }),
  };
}

function numberOf(input: Vector['input'], name: string): number {
  const value = input[name];
  if (value === undefined) throw new Error(`the vector lacks ${name}`);
  return value;
}
