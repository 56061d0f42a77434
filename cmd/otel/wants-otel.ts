/** Whether the environment asks for it (OpenTelemetry specification, OTLP exporter configuration). */
export function wantsOtel(environment: Readonly<Record<string, string | undefined>>): boolean {
  const isOff = environment['OTEL_SDK_DISABLED']?.toLowerCase() === 'true';
  return !isOff && (environment['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? '') !== '';
}
