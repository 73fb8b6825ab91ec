{{/* Made by "npm run generate"; not edited. */}}
{{- define "plane-installation.members" -}}
- path:
    - certificates
  members:
    - secretRef
    - issuerRef
  least: 1
  message: set exactly one of secretRef and issuerRef
- path:
    - database
  members:
    - embedded
    - external
  least: 1
  message: set exactly one of embedded and external
- path:
    - plane
    - cache
  members:
    - embedded
    - external
  least: 1
  message: set exactly one of embedded and external
- path:
    - plane
    - broker
  members:
    - embedded
    - external
  least: 1
  message: set exactly one of embedded and external
- path:
    - plane
    - objectStore
  members:
    - embedded
    - external
  least: 1
  message: set exactly one of embedded and external
- path:
    - plane
    - search
  members:
    - embedded
    - external
  least: 1
  message: set exactly one of embedded and external
- path:
    - plane
    - ai
    - embeddings
  members:
    - modelID
    - endpoint
  least: 1
  message: set exactly one of modelID and endpoint
- path:
    - plane
    - components
    - web
  members:
    - replicas
    - autoscaling
    - scaledBy
  least: 0
  message: set at most one of replicas, autoscaling and scaledBy
- path:
    - plane
    - components
    - admin
  members:
    - replicas
    - autoscaling
    - scaledBy
  least: 0
  message: set at most one of replicas, autoscaling and scaledBy
- path:
    - plane
    - components
    - space
  members:
    - replicas
    - autoscaling
    - scaledBy
  least: 0
  message: set at most one of replicas, autoscaling and scaledBy
- path:
    - plane
    - components
    - live
  members:
    - replicas
    - autoscaling
    - scaledBy
  least: 0
  message: set at most one of replicas, autoscaling and scaledBy
- path:
    - plane
    - components
    - api
  members:
    - replicas
    - autoscaling
    - scaledBy
  least: 0
  message: set at most one of replicas, autoscaling and scaledBy
- path:
    - plane
    - components
    - worker
  members:
    - replicas
    - autoscaling
    - scaledBy
  least: 0
  message: set at most one of replicas, autoscaling and scaledBy
- path:
    - plane
    - components
    - externalApi
  members:
    - replicas
    - autoscaling
    - scaledBy
  least: 0
  message: set at most one of replicas, autoscaling and scaledBy
- path:
    - plane
    - components
    - workerImporters
  members:
    - replicas
    - autoscaling
    - scaledBy
  least: 0
  message: set at most one of replicas, autoscaling and scaledBy
- path:
    - plane
    - components
    - automationConsumer
  members:
    - replicas
    - autoscaling
    - scaledBy
  least: 0
  message: set at most one of replicas, autoscaling and scaledBy
- path:
    - plane
    - components
    - webhookConsumer
  members:
    - replicas
    - autoscaling
    - scaledBy
  least: 0
  message: set at most one of replicas, autoscaling and scaledBy
- path:
    - plane
    - components
    - agentConsumer
  members:
    - replicas
    - autoscaling
    - scaledBy
  least: 0
  message: set at most one of replicas, autoscaling and scaledBy
- path:
    - plane
    - components
    - outboxPoller
  members:
    - replicas
    - autoscaling
    - scaledBy
  least: 0
  message: set at most one of replicas, autoscaling and scaledBy
- path:
    - plane
    - components
    - silo
  members:
    - replicas
    - autoscaling
    - scaledBy
  least: 0
  message: set at most one of replicas, autoscaling and scaledBy
- path:
    - plane
    - components
    - liveExporter
  members:
    - replicas
    - autoscaling
    - scaledBy
  least: 0
  message: set at most one of replicas, autoscaling and scaledBy
- path:
    - plane
    - components
    - email
  members:
    - replicas
    - autoscaling
    - scaledBy
  least: 0
  message: set at most one of replicas, autoscaling and scaledBy
- path:
    - plane
    - components
    - iframely
  members:
    - replicas
    - autoscaling
    - scaledBy
  least: 0
  message: set at most one of replicas, autoscaling and scaledBy
- path:
    - plane
    - components
    - runner
  members:
    - replicas
    - autoscaling
    - scaledBy
  least: 0
  message: set at most one of replicas, autoscaling and scaledBy
- path:
    - plane
    - components
    - piApi
  members:
    - replicas
    - autoscaling
    - scaledBy
  least: 0
  message: set at most one of replicas, autoscaling and scaledBy
- path:
    - plane
    - components
    - piWorker
  members:
    - replicas
    - autoscaling
    - scaledBy
  least: 0
  message: set at most one of replicas, autoscaling and scaledBy
- path:
    - tenantPlane
    - server
  members:
    - replicas
    - autoscaling
    - scaledBy
  least: 0
  message: set at most one of replicas, autoscaling and scaledBy
- path:
    - tenantPlane
    - edgeAgents
    - source
  members:
    - claim
    - image
  least: 1
  message: set exactly one of claim and image
{{- end }}
