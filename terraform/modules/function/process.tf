# A function's process, wherever it runs: its settings, its container.

locals {
  # As pods of the restricted profile have to say. On the container, since Knative takes it of a pod only with a flag.
  security_context = {
    allowPrivilegeEscalation = false
    capabilities             = { drop = ["ALL"] }
    readOnlyRootFilesystem   = true
    runAsNonRoot             = true
    runAsUser                = 65532
    runAsGroup               = 65532
    seccompProfile           = { type = "RuntimeDefault" }
  }

  settings = merge(
    {
      PILOTLIGHT_CACHE_ENABLED          = tostring(var.cache.enabled)
      PILOTLIGHT_CACHE_TTL              = "${var.cache.ttl_seconds}s"
      PILOTLIGHT_CACHE_NEAR_SIZE        = "${var.cache.near_mebibytes}M"
      PILOTLIGHT_SHUTDOWN_DRAIN_TIMEOUT = "${var.drain_seconds}s"
      PILOTLIGHT_TENANT_HEADER          = "Pilotlight-Tenant" # the router's word for who calls
    },
    var.model == null ? {} : {
      PILOTLIGHT_REPOSITORY_LOCATION = var.model.location
      PILOTLIGHT_REPOSITORY_DIGEST   = var.model.digest
    },
  )

  # Site => its part of each process's container.
  site_environments = { for name, site in var.sites : name => concat(
    [for key, value in merge(local.settings, site.environment) : { name = key, value = value }],
    [for key, from in site.secret_environment : { name = key, valueFrom = { secretKeyRef = { name = from.secret, key = from.key } } }],
  ) }
  site_mounts = { for name, site in var.sites : name => concat(
    [{ name = "tmp", mountPath = "/tmp" }],
    [for volume, file in site.secret_files : { name = volume, mountPath = file.path, readOnly = true }],
  ) }
  site_volumes = { for name, site in var.sites : name => concat(
    [{ name = "tmp", emptyDir = {} }],
    [for volume, file in site.secret_files : { name = volume, secret = { secretName = file.secret } }],
  ) }
}
