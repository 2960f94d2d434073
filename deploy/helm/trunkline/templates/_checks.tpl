{{/* What the schema of the values cannot say. */}}
{{- define "trunkline.checks" -}}
{{- if not .Values.publicUrl }}
{{- fail "publicUrl: the URL that browsers and consumers reach the front door by must be set" }}
{{- end }}
{{- if not .Values.identity.issuer }}
{{- fail "identity.issuer: the OpenID provider of users and services must be set" }}
{{- end }}
{{- if not (or .Values.database.existingSecret .Values.database.uri) }}
{{- fail "database.existingSecret: name a Secret with the MongoDB URI (or set database.uri for a trial)" }}
{{- end }}
{{- if not (or .Values.keyset.existingSecret .Values.keyset.generate) }}
{{- fail "keyset.existingSecret: name a Secret with the key set that encrypts secrets at rest, or set keyset.generate=true to have one made and kept" }}
{{- end }}
{{- if and .Values.gateway.enabled (not .Values.gateway.parentRefs) }}
{{- fail "gateway.parentRefs: name the Gateway that the HTTPRoute belongs to" }}
{{- end }}
{{- if and .Values.networkPolicy.enabled (not .Values.networkPolicy.frontDoor) }}
{{- fail "networkPolicy.frontDoor: say who the front door is, or nobody reaches Trunkline" }}
{{- end }}
{{- if and .Values.rotation.enabled (not (and .Values.rotation.existingSecret .Values.rotation.tokenUrl)) }}
{{- fail "rotation.existingSecret and rotation.tokenUrl: the rotation needs a client whose tokens are an administrator's" }}
{{- end }}
{{- range $id, $_ := .Values.services }}
{{- $values := include "trunkline.service.values" (dict "root" $ "id" $id) | fromYaml }}
{{- if and $values.autoscaling.enabled (lt (int $values.autoscaling.maxReplicas) (int $values.autoscaling.minReplicas)) }}
{{- fail (printf "services.%s.autoscaling.maxReplicas: is less than minReplicas" $id) }}
{{- end }}
{{- end }}
{{- end }}
