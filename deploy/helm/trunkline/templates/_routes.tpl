{{/*
The routes of files/routes.yaml as regular expressions that match whole paths: {routes: [{service, path}]}.

The file says that the first match wins. Controllers take the longest expression that matches, so that each is made longer
than those below it that begin with the same two segments. (?:) matches nothing.
*/}}
{{- define "trunkline.routes" -}}
{{- $routes := list }}
{{- $longest := dict }}
{{- range reverse (.Files.Get "files/routes.yaml" | fromYaml).routes }}
{{- $path := .path | replace "." "\\." }}
{{- $path = regexReplaceAll "\\{[^}]+\\}" $path "[^/]+" }}
{{- if hasSuffix "/**" $path }}
{{- $path = printf "%s(/.*)?" (trimSuffix "/**" $path) }}
{{- end }}
{{- $family := regexFind "^/[^/]+/[^/(]+" .path }}
{{- $short := sub (get $longest $family | default 0 | int) (len $path) | int }}
{{- if ge $short 0 }}
{{- $path = printf "%s%s" $path (repeat (div $short 4 | add1 | int) "(?:)") }}
{{- end }}
{{- $_ := set $longest $family (len $path) }}
{{- $routes = prepend $routes (dict "service" .service "path" (printf "%s$" $path)) }}
{{- end }}
{{- dict "routes" $routes | toYaml }}
{{- end }}

{{- define "trunkline.host" -}}
{{ (urlParse .Values.publicUrl).hostname }}
{{- end }}
