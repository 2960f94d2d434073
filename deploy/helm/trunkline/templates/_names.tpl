{{/* What the names of all objects begin with. */}}
{{- define "trunkline.name" -}}
{{- if .Values.fullnameOverride -}}
{{ .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- else if contains .Chart.Name .Release.Name -}}
{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else -}}
{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" }}
{{- end -}}
{{- end }}

{{- define "trunkline.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: trunkline
{{ include "trunkline.selector" . }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Labels that never change: selectors are immutable. */}}
{{- define "trunkline.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* The selector of one service: {root, id}. */}}
{{- define "trunkline.service.selector" -}}
{{ include "trunkline.selector" .root }}
app.kubernetes.io/component: {{ .id }}
{{- end }}

{{/* The labels of one service's objects: {root, id}. */}}
{{- define "trunkline.service.labels" -}}
{{ include "trunkline.labels" .root }}
app.kubernetes.io/component: {{ .id }}
{{- end }}

{{- define "trunkline.service.name" -}}
{{ include "trunkline.name" .root }}-{{ .id }}
{{- end }}

{{- define "trunkline.serviceAccount" -}}
{{ .Values.serviceAccount.name | default (include "trunkline.name" .) }}
{{- end }}

{{- define "trunkline.secret.database" -}}
{{ .Values.database.existingSecret | default (printf "%s-database" (include "trunkline.name" .)) }}
{{- end }}

{{- define "trunkline.secret.clients" -}}
{{ .Values.identity.clientSecrets.existingSecret | default (printf "%s-clients" (include "trunkline.name" .)) }}
{{- end }}

{{- define "trunkline.secret.keyset" -}}
{{ .Values.keyset.existingSecret | default (printf "%s-keyset" (include "trunkline.name" .)) }}
{{- end }}

{{- define "trunkline.declared.configMap" -}}
{{- if .Values.declared.existingConfigMap -}}
{{ .Values.declared.existingConfigMap }}
{{- else if .Values.declared.config -}}
{{ include "trunkline.name" . }}-declared
{{- end -}}
{{- end }}
