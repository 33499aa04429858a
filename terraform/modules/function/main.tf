# What follows from what was said: each pool with its site, its timeouts and its costs.

locals {
  # Pools at sites that there are; contradictions.tf tells of the others.
  placed = { for name, pool in var.pools : name => merge(pool, {
    at      = var.sites[pool.site]
    service = "${var.name}-${name}"
    image   = coalesce(pool.image, var.image)

    longest_deadline_milliseconds = local.longest_deadlines[pool.site]
    timeout_seconds               = coalesce(pool.timeout_seconds, ceil(local.longest_deadlines[pool.site] / 1000))

    idle_seconds = pool.scaling.window_seconds + pool.scaling.retention_seconds
    # Sleeping earlier than this costs more than it saves: a start takes the machine's time, and what it costs beside.
    break_even_seconds = ceil(pool.scaling.cold_start_milliseconds / 1000 + (
    pool.scaling.cold_start_price == 0 ? 0 : pool.scaling.cold_start_price / max(pool.price_per_hour, 0.000001) * 3600))

    price_per_million_answers = tonumber(format("%.4f", pool.price_per_hour / 3600 / pool.answers_per_second * 1000000))
  }) if contains(keys(var.sites), pool.site) }

  longest_deadlines = { for name, site in var.sites : name => max(1, [for tier in var.latency_tiers : site.deadlines[tier]]...) }

  # Lists of one or none: for all that is there only if this is.
  queue = var.queue == null ? [] : [var.queue]
  pull  = [for queue in local.queue : queue.pull if queue.pull != null && contains(keys(var.sites), queue.site)]
  push = [for queue in local.queue : merge(queue.push, { timeout_seconds = local.placed[queue.push.pool].timeout_seconds })
  if queue.push != null && contains(keys(local.placed), try(queue.push.pool, ""))]

  labels = {
    "app.kubernetes.io/name"    = var.name
    "app.kubernetes.io/part-of" = "pilotlight"
  }
}
