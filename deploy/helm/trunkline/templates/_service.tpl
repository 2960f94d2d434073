{{/* What a service is given, by what it needs. No service has a credential that it does not use. */}}
{{- define "trunkline.needs" -}}
registry-service: [database, keyset, declared]
oauth-service: [database, keyset]
connection-service: [database, keyset, members, init]
{{- end }}

{{/* The values of one service: {root, id}. */}}
{{- define "trunkline.service.values" -}}
{{- $values := mergeOverwrite (deepCopy .root.Values.defaults) (deepCopy (index .root.Values.services .id | default dict)) }}
{{- $flavour := index .root.Values.flavours $values.flavour }}
{{- $_ := set $values "resources" ($values.resources | default $flavour.resources) }}
{{- $_ := set $values "env" (concat $flavour.env $values.env) }}
{{- $_ := set $values "needs" (index (include "trunkline.needs" .root | fromYaml) .id) }}
{{- $_ := set $values "image" (include "trunkline.image" (dict "root" .root "id" .id "suffix" $flavour.tagSuffix "digest" $values.digest)) }}
{{- toYaml $values }}
{{- end }}

{{- define "trunkline.image" -}}
{{- $image := .root.Values.image }}
{{- with $image.registry }}{{ . }}/{{ end }}{{ $image.repository }}/{{ .id }}:{{ $image.tag | default .root.Chart.AppVersion }}{{ .suffix }}
{{- with .digest }}@{{ . }}{{ end }}
{{- end }}

{{/* The settings of one service as application.properties: {root, id, values}. */}}
{{- define "trunkline.settings" -}}
{{- $root := .root }}
{{- $settings := dict
  "quarkus.http.port" "8080"
  "quarkus.shutdown.timeout" (printf "%vs" .values.drain.requestSeconds)
  "quarkus.http.proxy.proxy-address-forwarding" "true"
  "quarkus.http.proxy.enable-forwarded-host" "true"
  "trunkline.public-url" $root.Values.publicUrl
  "trunkline.identity.issuer" $root.Values.identity.issuer }}
{{- range $id, $_ := $root.Values.services }}
{{- $_ := set $settings (printf "trunkline.%s.url" $id) (printf "http://%s:8080" (include "trunkline.service.name" (dict "root" $root "id" $id))) }}
{{- end }}
{{- if has "keyset" .values.needs }}
{{- $_ := set $settings "trunkline.secrets.keyset-file" (printf "/etc/trunkline/keyset/%s" $root.Values.keyset.key) }}
{{- end }}
{{- if and (has "declared" .values.needs) (include "trunkline.declared.configMap" $root) }}
{{- $_ := set $settings "trunkline.declared.file" "/etc/trunkline/declared/servers.yaml" }}
{{- end }}
{{- with $root.Values.traces.endpoint }}
{{- $_ := set $settings "quarkus.otel.sdk.disabled" "false" }}
{{- $_ := set $settings "quarkus.otel.exporter.otlp.endpoint" . }}
{{- $_ := set $settings "quarkus.otel.traces.sampler.arg" $root.Values.traces.share }}
{{- end }}
{{- range $name, $value := mergeOverwrite $settings .values.settings }}
{{- printf "%s=%s\n" $name ($value | replace "\\" "\\\\" | replace "\n" "\\n") }}
{{- end }}
{{- end }}
