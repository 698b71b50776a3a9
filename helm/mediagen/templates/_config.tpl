{{- /* The server's configuration: what the chart knows, over what `config` says. */}}
{{- define "mediagen.config" -}}
{{- $v := .Values }}
{{- $c := dict "host" $v.server.host "port" 50051 "metrics_host" $v.server.host "metrics_port" 9464 }}
{{- $_ := set $c "drain_timeout" (printf "%ds" (int $v.server.drainTimeoutSeconds)) }}
{{- $_ := set $c "drain_delay" (printf "%ds" (int $v.server.drainDelaySeconds)) }}
{{- $_ := set $c "short_call_timeout" (printf "%ds" (int $v.server.shortCallTimeoutSeconds)) }}
{{- $_ := set $c "operation_key_file" "/run/secrets/mediagen/operation/operation.keys" }}
{{- if $v.tls.enabled }}
{{- $tls := dict "certificate_file" "/run/secrets/mediagen/tls/tls.crt" "private_key_file" "/run/secrets/mediagen/tls/tls.key" }}
{{- if $v.tls.clientCertificates.enabled }}
{{- $_ := set $tls "client_ca_file" "/run/secrets/mediagen/client-ca/ca.crt" }}
{{- end }}
{{- $_ := set $c "tls" $tls }}
{{- else }}
{{- $_ := set $c "allow_plaintext" true }}
{{- end }}
{{- if $v.tenants.existingSecret }}
{{- $_ := set $c "tenants_file" "/run/secrets/mediagen/tenants/tenants.json" }}
{{- end }}
{{- if $v.sandbox.enabled }}
{{- $c = merge $c $v.config (include "mediagen.sandboxConfig" . | fromJson) }}
{{- else }}
{{- $c = merge (set $c "providers" $v.providers) $v.config }}
{{- end }}
{{- toPrettyJson $c }}
{{- end }}

{{- /* The sandbox behind every provider. It takes any key. */}}
{{- define "mediagen.sandboxConfig" -}}
{{- .Files.Get "files/sandbox.json" }}
{{- end }}
