# What would fail at night in production: each contradiction between what was said is a sentence, and a plan with one fails.

locals {
  # Knative's webhook accepts any other key in silence.
  knative_annotations = [for key in [
    "class", "metric", "target", "target-utilization-percentage", "min-scale", "max-scale", "initial-scale", "activation-scale",
    "scale-down-delay", "window", "scale-to-zero-pod-retention-period", "target-burst-capacity", "panic-window-percentage",
    "panic-threshold-percentage", "metric-aggregation-algorithm",
  ] : "autoscaling.knative.dev/${key}"]

  jammed_milliseconds = 66 # from which on an activator that is not beside its pods jams

  declared_variants = var.manifest == null ? null : [for variant in jsondecode(var.manifest).variants : variant.name]
  needed_mebibytes  = var.memory.model_mebibytes * var.memory.loaded_models + var.memory.runtime_mebibytes

  # Latency tier => pool => how long its first answer may take, in milliseconds.
  foreseen = { for tier in var.latency_tiers : tier => {
    for name, pool in local.placed : name =>
    pool.answer_milliseconds + pool.at.round_trip_milliseconds + (pool.scaling.min_replicas > 0 ? 0 : pool.scaling.cold_start_milliseconds)
  } }

  needed_features = { for name, pool in var.pools : name => compact([
    length(pool.hardware.node_selector) > 0 ? "kubernetes.podspec-nodeselector" : "",
    length(pool.hardware.tolerations) > 0 ? "kubernetes.podspec-tolerations" : "",
    pool.hardware.runtime_class != null ? "kubernetes.podspec-runtimeclassname" : "",
    pool.hardware.spread_over != null ? "kubernetes.podspec-topologyspreadconstraints" : "",
  ]) }

  contradictions = compact(concat(
    [for name, pool in var.pools :
      contains(keys(var.sites), pool.site) ? "" :
    "pool ${name}: expected one of the sites [${join(", ", keys(var.sites))}], got \"${pool.site}\"."],

    [for name, pool in var.pools :
      local.declared_variants == null ? "" : contains(local.declared_variants, pool.variant) ? "" :
    "pool ${name}: expected one of the manifest's variants [${join(", ", coalesce(local.declared_variants, []))}], got \"${pool.variant}\"."],

    # Timeouts.
    flatten([for name, pool in local.placed : [
      pool.timeout_seconds <= pool.at.max_revision_timeout_seconds ? "" :
      "pool ${name}: its timeout of ${pool.timeout_seconds} s is longer than the ${pool.at.max_revision_timeout_seconds} s that Knative at ${pool.site} allows: shorten the deadlines of its latency tiers, or raise max-revision-timeout-seconds there.",
      pool.timeout_seconds * 1000 >= pool.longest_deadline_milliseconds ? "" :
      "pool ${name}: Knative ends a request after ${pool.timeout_seconds} s, before its deadline of ${pool.longest_deadline_milliseconds / 1000} s: raise timeout_seconds, or shorten the deadline.",
      pool.timeout_seconds >= var.drain_seconds ? "" :
      "pool ${name}: a replica is killed ${pool.timeout_seconds} s after it was told to stop, and may need drain_seconds = ${var.drain_seconds} for what it holds.",
    ]]),
    [for push in local.push :
      push.delivery_timeout_seconds >= push.timeout_seconds ? "" :
    "queue: the KafkaSource gives up after ${push.delivery_timeout_seconds} s and sends again what pool ${push.pool} may work on for ${push.timeout_seconds} s: raise delivery_timeout_seconds to ${push.timeout_seconds} at least."],

    # The queue.
    [for pull in local.pull :
      pull.max_replicas <= var.queue.partitions ? "" :
    "queue: ${pull.max_replicas} replicas share ${var.queue.partitions} partitions, so ${pull.max_replicas - var.queue.partitions} would get no record: lower max_replicas, or add partitions."],
    [for push in local.push :
      push.consumers <= var.queue.partitions ? "" :
    "queue: ${push.consumers} consumers share ${var.queue.partitions} partitions, so ${push.consumers - var.queue.partitions} would get no record: lower consumers, or add partitions."],
    [for queue in local.queue :
      queue.push == null ? "" : contains(keys(var.pools), queue.push.pool) ? "" :
    "queue: expected one of the pools [${join(", ", keys(var.pools))}], got \"${queue.push.pool}\"."],
    [for queue in local.queue :
      try(var.sites[queue.site].brokers, null) != null ? "" :
    "queue: there is no site \"${queue.site}\" whose platform names brokers."],
    [for pull in local.pull :
      pull.memory_mebibytes >= local.needed_mebibytes ? "" :
    "queue: memory_mebibytes = ${pull.memory_mebibytes} is less than the ${local.needed_mebibytes} that a process needs: ${var.memory.loaded_models} × ${var.memory.model_mebibytes} for models, ${var.memory.runtime_mebibytes} for itself."],

    # Placement.
    [for name, pool in local.placed :
      length(setsubtract(local.needed_features[name], pool.at.features)) == 0 ? "" :
    "pool ${name}: its placement needs flags of Knative that are off at ${pool.site}: ${join(", ", setsubtract(local.needed_features[name], pool.at.features))}. Add them to knative.features of its platform."],
    [for name, pool in local.placed :
      pool.hardware.runtime_class == null ? "" : contains(pool.at.runtime_classes, pool.hardware.runtime_class) ? "" :
    "pool ${name}: expected one of the runtime classes of ${pool.site} [${join(", ", pool.at.runtime_classes)}], got \"${pool.hardware.runtime_class}\"."],
    [for name, pool in var.pools :
      pool.hardware.gpus == 0 || pool.hardware.runtime_class != null || length(pool.hardware.node_selector) > 0 ? "" :
    "pool ${name}: it asks for ${pool.hardware.gpus} GPU, and neither a runtime_class nor a node_selector says which nodes have one."],
    [for name, pool in local.placed :
      pool.at.activator == "own" || pool.at.round_trip_milliseconds < local.jammed_milliseconds || pool.scaling.target_burst_capacity == 0 ? "" :
    "pool ${name}: the activator of ${pool.site} is shared and ${pool.at.round_trip_milliseconds} ms away, and one jams from ${local.jammed_milliseconds} ms on: give the cluster its own, or set target_burst_capacity = 0."],
    [for name, pool in local.placed :
      !pool.public || pool.at.public_domain != null ? "" :
    "pool ${name}: it is public, and the platform of site ${pool.site} names no network.public_domain."],

    # Size and money.
    [for name, pool in var.pools :
      pool.scaling.concurrency >= pool.plan.max_batch_rows ? "" :
    "pool ${name}: a replica is given ${pool.scaling.concurrency} requests at a time, so that its batches of ${pool.plan.max_batch_rows} never fill: raise scaling.concurrency, or lower plan.max_batch_rows."],
    [for name, pool in var.pools :
      pool.hardware.memory_mebibytes >= local.needed_mebibytes ? "" :
    "pool ${name}: memory_mebibytes = ${pool.hardware.memory_mebibytes} is less than the ${local.needed_mebibytes} that a process needs: ${var.memory.loaded_models} × ${var.memory.model_mebibytes} for models, ${var.memory.runtime_mebibytes} for itself."],
    [for name, pool in local.placed :
      pool.scaling.min_replicas > 0 || pool.idle_seconds >= pool.break_even_seconds ? "" :
    "pool ${name}: it sleeps after ${pool.idle_seconds} s without a request, and a cold start costs as much as ${pool.break_even_seconds} s awake: raise window_seconds or retention_seconds, or set min_replicas = 1."],
    [for tier, pools in local.foreseen :
      anytrue([for name, milliseconds in pools : milliseconds <= local.placed[name].at.deadlines[tier]]) ? "" :
      "latency tier ${tier}: no pool can meet it: ${join(", ", [for name, milliseconds in pools :
    "${name} may take ${milliseconds} ms of ${local.placed[name].at.deadlines[tier]}"])}. Keep a replica warm (min_replicas), or leave the tier out of latency_tiers."],

    # Keys.
    flatten([for name, pool in var.pools : [for key in keys(pool.annotations) :
      !strcontains(key, "autoscaling.knative.dev") || contains(local.knative_annotations, key) ? "" :
    "pool ${name}: Knative has no annotation \"${key}\" and would ignore it; it has [${join(", ", [for known in local.knative_annotations : trimprefix(known, "autoscaling.knative.dev/")])}]."]]),
  ))
}
