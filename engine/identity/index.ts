export { auditIdentities, type IdentityAudit, type IdentityPair } from './audit-identities.ts';
export { mailmapPatch } from './mailmap-patch.ts';
