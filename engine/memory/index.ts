export { availableMemoryBytes, type MemorySources } from './available-memory.ts';
export { collectGarbage } from './collect.ts';
export { GarbageWatch } from './garbage-watch.ts';
export { type LedgerAccount, type LedgerRow, MemoryLedger } from './ledger.ts';
export { resolveBudget } from './memory-budget.ts';
export { MemoryMeter } from './meter.ts';
export { keepYoungSpaceSmall } from './young-space.ts';
export { ScratchAllowance, type ScratchLimits } from './scratch-allowance.ts';
export { type PressureLevel, type PressureSample, PressureWatch } from './pressure.ts';
