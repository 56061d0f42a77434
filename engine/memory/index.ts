export { availableMemoryBytes, type MemorySources } from './available-memory.ts';
export { collectGarbage } from './collect.ts';
export { type HeapSnapshot, takeHeapSnapshot } from './heap-snapshot.ts';
export { type LedgerAccount, type LedgerRow, MemoryLedger } from './ledger.ts';
export { resolveBudget } from './memory-budget.ts';
export { MemoryMeter } from './meter.ts';
export { keepYoungSpaceSmall } from './young-space.ts';
export { type PressureLevel, type PressureSample, PressureWatch } from './pressure.ts';
