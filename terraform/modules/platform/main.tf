# What follows from what was said: what each function of this site is told, and the namespace.

locals {
  # A list of one or none, for all that is there only if this is.
  router = var.router == null ? [] : [var.router]
  cache  = var.result_cache == null ? [] : [var.result_cache]

  labels = { "app.kubernetes.io/part-of" = "pilotlight" }

  cache_host   = "result-cache.${var.namespace}.svc.${var.network.cluster_domain}"
  client_files = "/etc/pilotlight/result-cache"

  # Settings of every process, the router's and functions'.
  environment = merge(
    {
      PILOTLIGHT_DEADLINE_REALTIME         = "${var.deadlines.realtime_milliseconds}ms"
      PILOTLIGHT_DEADLINE_DEFAULT_DURATION = "${var.deadlines.interactive_milliseconds}ms"
      PILOTLIGHT_DEADLINE_BATCH            = "${var.deadlines.batch_milliseconds}ms"
      PILOTLIGHT_DEADLINE_MAXIMUM          = "${var.deadlines.batch_milliseconds}ms"
    },
    var.telemetry == null ? {} : { OTEL_EXPORTER_OTLP_ENDPOINT = var.telemetry.otlp_endpoint },
    var.result_cache == null ? {} : {
      PILOTLIGHT_CACHE_SHARED_SERVERS     = "${local.cache_host}:11222"
      PILOTLIGHT_CACHE_SHARED_TLS         = "true"
      PILOTLIGHT_CACHE_SHARED_TRUST_STORE = "${local.client_files}/ca.crt"
    },
  )
  secret_environment = { for cache in local.cache : "credentials" => {
    PILOTLIGHT_CACHE_SHARED_USERNAME = { secret = cache.client_secret, key = "username" }
    PILOTLIGHT_CACHE_SHARED_PASSWORD = { secret = cache.client_secret, key = "password" }
  } }
  secret_files = { for cache in local.cache : "result-cache" => { secret = cache.client_secret, path = local.client_files } }

  namespace = {
    apiVersion = "v1"
    kind       = "Namespace"
    metadata = {
      name = var.namespace
      labels = merge(local.labels, {
        "pod-security.kubernetes.io/enforce" = "restricted"
        "pod-security.kubernetes.io/warn"    = "restricted"
      })
    }
  }

  # As pods of the restricted profile have to say.
  pod_security = {
    runAsNonRoot   = true
    runAsUser      = 65532
    runAsGroup     = 65532
    fsGroup        = 65532
    seccompProfile = { type = "RuntimeDefault" }
  }
  container_security = {
    allowPrivilegeEscalation = false
    capabilities             = { drop = ["ALL"] }
    readOnlyRootFilesystem   = true
  }
}
