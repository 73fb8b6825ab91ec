-- Health of a PlaneInstallation for Argo CD: the value of
-- resource.customizations.health.airgapped.dev_PlaneInstallation in the ConfigMap argocd-cm.
local health = { status = "Progressing", message = "waits for the operator to see it" }

local status = obj.status
if status == nil or status.conditions == nil or status.observedGeneration ~= obj.metadata.generation then
  return health
end

local by = {}
for _, condition in ipairs(status.conditions) do
  by[condition.type] = condition
end
local ready = by["Ready"]
if ready == nil then
  return health
end

health.message = ready.reason .. ": " .. ready.message
if obj.metadata.deletionTimestamp ~= nil then
  health.status = "Progressing"
elseif by["Stalled"] ~= nil and by["Stalled"].status == "True" then
  health.status = "Degraded"
elseif ready.reason == "Suspended" then
  health.status = "Suspended"
elseif ready.status == "True" then
  health.status = "Healthy"
end
return health
