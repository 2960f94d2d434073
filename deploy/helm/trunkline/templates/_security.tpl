{{/* What the restricted Pod Security Standard asks of a pod. The user is the image's, which is numeric and not root. */}}
{{- define "trunkline.security.pod" -}}
runAsNonRoot: true
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{/* What it asks of a container, and a root file system that nobody writes to. */}}
{{- define "trunkline.security.container" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}
