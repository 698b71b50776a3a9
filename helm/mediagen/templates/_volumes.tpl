{{- /* Files that the server reads, as folders: one mounted as a single file would not follow its secret. */}}
{{- define "mediagen.mounts" -}}
- name: config
  mountPath: /etc/mediagen
  readOnly: true
- name: operation-keys
  mountPath: /run/secrets/mediagen/operation
  readOnly: true
{{- if .Values.providerKeys.existingSecret }}
- name: provider-keys
  mountPath: /run/secrets/mediagen/keys
  readOnly: true
{{- end }}
{{- if .Values.tenants.existingSecret }}
- name: tenants
  mountPath: /run/secrets/mediagen/tenants
  readOnly: true
{{- end }}
{{- if .Values.tls.enabled }}
{{ include "mediagen.tlsMounts" . }}
{{- if .Values.tls.clientCertificates.enabled }}
- name: client-ca
  mountPath: /run/secrets/mediagen/client-ca
  readOnly: true
{{- end }}
{{- end }}
{{- with .Values.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "mediagen.volumes" -}}
- name: config
  configMap:
    name: {{ include "mediagen.name" . }}-config
- name: operation-keys
  secret:
    secretName: {{ include "mediagen.operationSecret" . }}
    defaultMode: 0440
{{- with .Values.providerKeys.existingSecret }}
- name: provider-keys
  secret:
    secretName: {{ . }}
    defaultMode: 0440
{{- end }}
{{- with .Values.tenants.existingSecret }}
- name: tenants
  secret:
    secretName: {{ . }}
    defaultMode: 0440
{{- end }}
{{- if .Values.tls.enabled }}
{{ include "mediagen.tlsVolumes" . }}
{{- if .Values.tls.clientCertificates.enabled }}
- name: client-ca
  secret:
    secretName: {{ include "mediagen.clientCaSecret" . }}
    defaultMode: 0440
    items:
      - key: ca.crt
        path: ca.crt
{{- end }}
{{- end }}
{{- if .Values.sandbox.enabled }}
- name: sandbox-tmp
  emptyDir:
    sizeLimit: 128Mi
{{- end }}
{{- with .Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end }}
