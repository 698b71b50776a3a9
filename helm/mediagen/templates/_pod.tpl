{{- define "mediagen.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{- /* 65532 is the images' own user and group. */}}
{{- define "mediagen.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- /* Flags of `mediagen` for TLS, as a YAML list. */}}
{{- define "mediagen.clientFlags" -}}
- --tls
- --ca=/run/secrets/mediagen/tls/ca.crt
{{- if .Values.tls.clientCertificates.enabled }}
- --cert=/run/secrets/mediagen/probe/tls.crt
- --key=/run/secrets/mediagen/probe/tls.key
{{- end }}
{{- end }}

{{- /* What a probe does. Kubelet's own gRPC probe speaks no TLS. Both ask the main listener: one that no longer takes
     connections must not count as alive. */}}
{{- define "mediagen.probe" -}}
{{- if .Values.tls.enabled -}}
exec:
  command:
    - /usr/bin/mediagen
    - health
    - --server=localhost:50051
    - --timeout=4s
    {{- include "mediagen.clientFlags" . | nindent 4 }}
{{- else -}}
grpc:
  port: 50051
{{- end }}
timeoutSeconds: 5
{{- end }}

{{- define "mediagen.tlsMounts" -}}
- name: tls
  mountPath: /run/secrets/mediagen/tls
  readOnly: true
{{- if .Values.tls.clientCertificates.enabled }}
- name: probe
  mountPath: /run/secrets/mediagen/probe
  readOnly: true
{{- end }}
{{- end }}

{{- define "mediagen.tlsVolumes" -}}
- name: tls
  secret:
    secretName: {{ include "mediagen.tlsSecret" . }}
    defaultMode: 0440
{{- if .Values.tls.clientCertificates.enabled }}
- name: probe
  secret:
    secretName: {{ include "mediagen.probeSecret" . }}
    defaultMode: 0440
{{- end }}
{{- end }}
