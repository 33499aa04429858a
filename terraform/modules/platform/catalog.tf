# What the router knows: functions' manifests, and the pools that they run in, as files of a ConfigMap.

locals {
  reachable = [for pool in local.pools : pool if pool.site == var.site || pool.public_url != null]

  pool_definitions = { for name in distinct([for pool in local.reachable : pool.name]) : name => {
    name     = name
    cost     = max([for pool in local.reachable : pool.cost if pool.name == name]...)
    hardware = [for pool in local.reachable : pool.hardware if pool.name == name][0]
    functions = { for pool in local.reachable : pool.function => merge(
      {
        variant     = pool.variant
        concurrency = pool.concurrency
        url         = pool.site == var.site ? pool.local_url : pool.public_url
        # One that always has a replica is never taken for asleep.
        sleepsAfter = pool.sleeps_after_seconds == null ? "8760h" : "${pool.sleeps_after_seconds}s"
      },
      # Elsewhere there is no Kubernetes API to ask: whether it sleeps is inferred.
      pool.site != var.site ? {} : { knative = { namespace = pool.namespace, service = pool.service } },
    ) if pool.name == name }
  } }

  catalog = {
    apiVersion = "v1"
    kind       = "ConfigMap"
    metadata   = { name = "catalog", namespace = var.namespace, labels = local.labels }
    data = merge(
      { for function in var.functions : "${function.name}.function.json" => function.manifest if function.manifest != null },
      { for name, pool in local.pool_definitions : "${name}.pool.json" => jsonencode(pool) },
    )
  }

  watched_namespaces = distinct([for pool in local.pools : pool.namespace if pool.site == var.site])
}
