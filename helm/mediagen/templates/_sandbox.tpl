{{- /* The sandbox as a sidecar that starts before the server and outlives it. */}}
{{- define "mediagen.sandboxContainer" -}}
- name: sandbox
  image: {{ include "mediagen.image" (dict "image" .Values.sandbox.image "chart" .Chart) }}
  imagePullPolicy: {{ .Values.sandbox.image.pullPolicy }}
  restartPolicy: Always
  {{- with .Values.sandbox.args }}
  args:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  securityContext:
    {{- include "mediagen.containerSecurity" . | nindent 4 }}
  resources:
    {{- toYaml .Values.sandbox.resources | nindent 4 }}
  volumeMounts:
    - name: sandbox-tmp
      mountPath: /tmp
{{- end }}
