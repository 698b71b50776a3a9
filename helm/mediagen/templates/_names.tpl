{{- define "mediagen.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name }}{{ end }}
{{- end }}

{{- define "mediagen.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: server
{{- end }}

{{- define "mediagen.labels" -}}
{{ include "mediagen.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- /* Image of `image`, a map as in values.yaml. */}}
{{- define "mediagen.image" -}}
{{- if .image.digest }}{{ .image.repository }}@{{ .image.digest }}
{{- else }}{{ .image.repository }}:{{ .image.tag | default .chart.AppVersion }}{{ end }}
{{- end }}

{{- define "mediagen.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}{{ .Values.serviceAccount.name | default (include "mediagen.name" .) }}
{{- else }}{{ .Values.serviceAccount.name | default "default" }}{{ end }}
{{- end }}

{{- define "mediagen.operationSecret" -}}
{{ .Values.operationKeys.existingSecret | default (printf "%s-operation-keys" (include "mediagen.name" .)) }}
{{- end }}

{{- define "mediagen.tlsSecret" -}}
{{ .Values.tls.existingSecret | default (printf "%s-tls" (include "mediagen.name" .)) }}
{{- end }}

{{- /* Secret that probes show to a server that demands certificates. */}}
{{- define "mediagen.probeSecret" -}}
{{ .Values.tls.clientCertificates.probeSecret | default (include "mediagen.tlsSecret" .) }}
{{- end }}

{{- define "mediagen.clientCaSecret" -}}
{{ .Values.tls.clientCertificates.caSecret | default (include "mediagen.tlsSecret" .) }}
{{- end }}
