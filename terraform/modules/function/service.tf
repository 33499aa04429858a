# A pool is a Knative service, which scales the function there, to zero where it may.

locals {
  pool_environments = { for name, pool in local.placed : name => concat(
    local.site_environments[pool.site],
    [for key, value in {
      PILOTLIGHT_PLAN_MAX_BATCH_ROWS = tostring(pool.plan.max_batch_rows)
      PILOTLIGHT_PLAN_MAX_DELAY      = "${pool.plan.max_delay_milliseconds}ms"
      # What a replica measures is lost with its disk: where it goes to sleep, it would measure anew each time. Images bring plans.
      PILOTLIGHT_PLAN_MEASURE = tostring(pool.scaling.min_replicas > 0)
      PILOTLIGHT_PLAN_LANES   = pool.plan.lanes == null ? null : tostring(pool.plan.lanes)
      PILOTLIGHT_PLAN_THREADS = pool.plan.threads == null ? null : tostring(pool.plan.threads)
      PILOTLIGHT_PLAN_DEVICE  = pool.hardware.gpus > 0 ? "CUDA" : null
    } : { name = key, value = value } if value != null],
  ) }

  pool_resources = { for name, pool in local.placed : name => merge(
    { cpu = "${pool.hardware.cpu_millicores}m", memory = "${pool.hardware.memory_mebibytes}Mi" },
    pool.hardware.gpus == 0 ? {} : { (pool.hardware.gpu_resource) = tostring(pool.hardware.gpus) },
  ) }

  services = { for name, pool in local.placed : name => {
    apiVersion = "serving.knative.dev/v1"
    kind       = "Service"
    metadata = {
      name      = pool.service
      namespace = pool.at.namespace
      labels = merge(local.labels, { "pilotlight.io/pool" = name },
      pool.public ? {} : { "networking.knative.dev/visibility" = "cluster-local" })
    }
    spec = {
      template = {
        metadata = {
          labels = merge(local.labels, { "pilotlight.io/part" = "function", "pilotlight.io/pool" = name })
          annotations = merge(
            {
              "autoscaling.knative.dev/class"                              = "kpa.autoscaling.knative.dev"
              "autoscaling.knative.dev/metric"                             = "concurrency"
              "autoscaling.knative.dev/target-utilization-percentage"      = tostring(pool.scaling.target_percent)
              "autoscaling.knative.dev/min-scale"                          = tostring(pool.scaling.min_replicas)
              "autoscaling.knative.dev/max-scale"                          = tostring(pool.scaling.max_replicas)
              "autoscaling.knative.dev/window"                             = "${pool.scaling.window_seconds}s"
              "autoscaling.knative.dev/scale-to-zero-pod-retention-period" = "${pool.scaling.retention_seconds}s"
              "autoscaling.knative.dev/scale-down-delay"                   = "${pool.scaling.scale_down_delay_seconds}s"
              "serving.knative.dev/progress-deadline"                      = "${pool.scaling.progress_deadline_seconds}s"
            },
            pool.scaling.target_burst_capacity == null ? {} : {
              "autoscaling.knative.dev/target-burst-capacity" = tostring(pool.scaling.target_burst_capacity)
            },
            pool.annotations,
          )
        }
        spec = merge(
          {
            containerConcurrency = pool.scaling.concurrency
            # Also how long a replica may take to stop: Knative gives its pods as long.
            timeoutSeconds              = pool.timeout_seconds
            responseStartTimeoutSeconds = pool.timeout_seconds
            # Kubernetes' variables for services would look like settings of ours, and unknown ones stop the start.
            enableServiceLinks           = false
            automountServiceAccountToken = false
            containers = [{
              name  = "function"
              image = pool.image
              ports = [{ name = "http1", containerPort = 8080 }]
              env   = local.pool_environments[name]
              # Without a period Knative's proxy asks every 50 ms until it is ready, and a cold start waits for nobody.
              readinessProbe  = { httpGet = { path = "/v2/health/ready", port = 8080 } }
              livenessProbe   = { httpGet = { path = "/v2/health/live", port = 8080 }, periodSeconds = 10, timeoutSeconds = 5 }
              resources       = { requests = local.pool_resources[name], limits = local.pool_resources[name] }
              securityContext = local.security_context
              volumeMounts    = local.site_mounts[pool.site]
            }]
            volumes = local.site_volumes[pool.site]
          },
          length(pool.hardware.node_selector) == 0 ? {} : { nodeSelector = pool.hardware.node_selector },
          length(pool.hardware.tolerations) == 0 ? {} : { tolerations = pool.hardware.tolerations },
          pool.hardware.runtime_class == null ? {} : { runtimeClassName = pool.hardware.runtime_class },
          pool.hardware.spread_over == null ? {} : { topologySpreadConstraints = [{
            maxSkew           = 1
            topologyKey       = pool.hardware.spread_over
            whenUnsatisfiable = "ScheduleAnyway"
            labelSelector     = { matchLabels = merge(local.labels, { "pilotlight.io/pool" = name }) }
          }] },
        )
      }
    }
  } }

  # A node that is emptied takes one replica at a time.
  disruption_budgets = { for name, pool in local.placed : name => {
    apiVersion = "policy/v1"
    kind       = "PodDisruptionBudget"
    metadata   = { name = pool.service, namespace = pool.at.namespace, labels = merge(local.labels, { "pilotlight.io/pool" = name }) }
    spec = {
      maxUnavailable = 1
      selector       = { matchLabels = merge(local.labels, { "pilotlight.io/pool" = name }) }
    }
  } }
}
