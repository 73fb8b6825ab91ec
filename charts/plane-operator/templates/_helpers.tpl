{{/* Name of everything: that of the release, with the chart's unless it says so already. */}}
{{- define "plane-operator.name" -}}
{{- if contains "plane-operator" .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-plane-operator" (.Release.Name | trunc 35 | trimSuffix "-") -}}
{{- end -}}
{{- end }}

{{/* Labels that pods are found by: they never change. */}}
{{- define "plane-operator.selector" -}}
app.kubernetes.io/name: plane-operator
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: operator
{{- end }}

{{- define "plane-operator.labels" -}}
app.kubernetes.io/name: plane-operator
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: plane-operator
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{/* By digest where one is given; a tag beside it is for people. */}}
{{- define "plane-operator.image" -}}
{{- printf "%s/%s:%s" .Values.registry .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) -}}
{{- with .Values.image.digest }}@{{ . }}{{ end -}}
{{- end }}

{{/* Namespaces with Roles, as a list in YAML; empty when the ClusterRole holds everywhere. */}}
{{- define "plane-operator.namespaces" -}}
{{- if .Values.clusterWide -}}
[]
{{- else -}}
{{- .Values.watchNamespaces | default (list .Release.Namespace) | sortAlpha | toYaml -}}
{{- end -}}
{{- end }}

{{- define "plane-operator.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "plane-operator.securityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop:
    - ALL
{{- end }}

{{- define "plane-operator.imagePullSecrets" -}}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
