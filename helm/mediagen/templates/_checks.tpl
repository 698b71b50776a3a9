{{- /* What the schema cannot say: values that do not go together. */}}
{{- define "mediagen.checks" -}}
{{- $v := .Values }}
{{- if not (or $v.tls.enabled $v.allowPlaintext) }}
{{- fail "calls would come without TLS: set tls.enabled, or allowPlaintext=true if that is what you want" }}
{{- end }}
{{- if and $v.tls.enabled (not $v.tls.existingSecret) (not $v.tls.certManager.enabled) }}
{{- fail "tls.enabled needs tls.existingSecret or tls.certManager.enabled" }}
{{- end }}
{{- if and $v.tls.certManager.enabled (not $v.tls.certManager.issuerRef.name) }}
{{- fail "tls.certManager.enabled needs tls.certManager.issuerRef.name" }}
{{- end }}
{{- if and $v.sandbox.enabled $v.providers }}
{{- fail "sandbox.enabled brings providers of its own: leave `providers` empty" }}
{{- end }}
{{- if and $v.sandbox.enabled $v.autoscaling.enabled }}
{{- fail "sandbox.enabled runs one replica: leave autoscaling off" }}
{{- end }}
{{- if not (or $v.sandbox.enabled $v.providers) }}
{{- fail "no providers: list some, or set sandbox.enabled=true for a try-out without keys" }}
{{- end }}
{{- if and $v.ingress.enabled (not (and $v.ingress.host $v.ingress.tlsSecret)) }}
{{- fail "ingress.enabled needs ingress.host and ingress.tlsSecret: gRPC through an Ingress wants TLS" }}
{{- end }}
{{- if and $v.grpcRoute.enabled (not $v.grpcRoute.parentRefs) }}
{{- fail "grpcRoute.enabled needs grpcRoute.parentRefs" }}
{{- end }}
{{- include "mediagen.graceCheck" . }}
{{- end }}

{{- /* A pod that is killed while it drains may lose what was paid. The 10 s are for last words. */}}
{{- define "mediagen.graceCheck" -}}
{{- $s := .Values.server }}
{{- $longest := max (int $s.drainTimeoutSeconds) (int $s.shortCallTimeoutSeconds) }}
{{- $needed := add (int .Values.preStopSleepSeconds) (int $s.drainDelaySeconds) $longest 10 }}
{{- if lt (int .Values.terminationGracePeriodSeconds) (int $needed) }}
{{- fail (printf "terminationGracePeriodSeconds is %d, but stopping may take %d s" (int .Values.terminationGracePeriodSeconds) (int $needed)) }}
{{- end }}
{{- end }}
