{{/* Made by "npm run generate"; not edited. */}}
{{- define "plane-operator.rules.installations" -}}
- apiGroups:
    - airgapped.dev
  resources:
    - planeinstallations
  verbs:
    - list
    - watch
    - patch
- apiGroups:
    - airgapped.dev
  resources:
    - planeinstallations/status
  verbs:
    - patch
- apiGroups:
    - airgapped.dev
  resources:
    - planeinstallations/finalizers
  verbs:
    - update
- apiGroups:
    - apps
  resources:
    - deployments
    - statefulsets
  verbs:
    - get
    - list
    - watch
    - create
    - patch
    - delete
- apiGroups:
    - batch
  resources:
    - jobs
  verbs:
    - get
    - list
    - watch
    - create
    - patch
    - delete
- apiGroups:
    - ''
  resources:
    - services
    - configmaps
    - serviceaccounts
    - secrets
  verbs:
    - get
    - list
    - watch
    - create
    - patch
    - delete
- apiGroups:
    - networking.k8s.io
  resources:
    - ingresses
  verbs:
    - get
    - list
    - watch
    - create
    - patch
    - delete
- apiGroups:
    - autoscaling
  resources:
    - horizontalpodautoscalers
  verbs:
    - get
    - list
    - watch
    - create
    - patch
    - delete
- apiGroups:
    - policy
  resources:
    - poddisruptionbudgets
  verbs:
    - get
    - list
    - watch
    - create
    - patch
    - delete
- apiGroups:
    - cert-manager.io
  resources:
    - certificates
  verbs:
    - get
    - list
    - watch
    - create
    - patch
    - delete
- apiGroups:
    - ''
  resources:
    - persistentvolumeclaims
  verbs:
    - get
    - list
    - watch
    - patch
    - delete
- apiGroups:
    - apps
  resources:
    - controllerrevisions
  verbs:
    - list
    - watch
    - create
    - delete
- apiGroups:
    - ''
  resources:
    - pods
  verbs:
    - list
    - watch
- apiGroups:
    - events.k8s.io
  resources:
    - events
  verbs:
    - create
    - patch
- apiGroups:
    - cert-manager.io
  resources:
    - issuers
  verbs:
    - get
    - list
    - watch
{{- end }}
{{- define "plane-operator.rules.operator" -}}
- apiGroups:
    - coordination.k8s.io
  resources:
    - leases
  verbs:
    - get
    - create
    - update
- apiGroups:
    - ''
  resources:
    - secrets
  verbs:
    - list
    - watch
    - create
    - patch
{{- end }}
{{- define "plane-operator.rules.cluster" -}}
- apiGroups:
    - cert-manager.io
  resources:
    - clusterissuers
  verbs:
    - get
    - list
    - watch
- apiGroups:
    - airgapped.dev
  resources:
    - airgappolicies
  verbs:
    - list
    - watch
- apiGroups:
    - storage.k8s.io
  resources:
    - storageclasses
  verbs:
    - list
    - watch
- apiGroups:
    - networking.k8s.io
  resources:
    - ingressclasses
  verbs:
    - list
    - watch
- apiGroups:
    - scheduling.k8s.io
  resources:
    - priorityclasses
  verbs:
    - list
    - watch
- apiGroups:
    - airgapped.dev
  resources:
    - planeinstallations
  verbs:
    - patch
- apiGroups:
    - ''
  resources:
    - namespaces
    - nodes
  verbs:
    - get
{{- end }}
