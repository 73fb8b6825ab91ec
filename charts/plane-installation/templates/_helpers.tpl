{{- define "plane-installation.name" -}}
{{- .Values.name | default .Release.Name -}}
{{- end }}

{{/* Without what is null: that takes back what a file of values before said. */}}
{{- define "plane-installation.said" -}}
{{- $said := dict -}}
{{- range $key, $value := . -}}
{{- if kindIs "map" $value -}}
{{- $_ := set $said $key (include "plane-installation.said" $value | fromYaml) -}}
{{- else if not (kindIs "invalid" $value) -}}
{{- $_ := set $said $key $value -}}
{{- end -}}
{{- end -}}
{{- toYaml $said -}}
{{- end }}
