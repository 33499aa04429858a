# What is to be applied where, and what callers and the router need to know.

output "contradictions" {
  description = "What was said and cannot be, a sentence each; a plan with any fails."
  value       = local.contradictions
}

output "manifests" {
  description = "Site => object => its manifest as YAML, for modules/apply."
  value = { for site in keys(var.sites) : site => merge(
    { for name, pool in local.placed : "service/${pool.service}" => yamlencode(local.services[name]) if pool.site == site },
    { for name, pool in local.placed : "pod-disruption-budget/${pool.service}" => yamlencode(local.disruption_budgets[name]) if pool.site == site },
    { for at, it in local.consumers : "deployment/${local.consumer}" => yamlencode(it) if at == site },
    { for at, it in local.consumer_scalers : "scaled-object/${local.consumer}" => yamlencode(it) if at == site },
    { for at, it in local.consumer_disruption_budgets : "pod-disruption-budget/${local.consumer}" => yamlencode(it) if at == site },
    { for at, it in local.sources : "kafka-source/${var.name}" => yamlencode(it) if at == site },
  ) }

  precondition {
    condition     = length(local.contradictions) == 0
    error_message = "Function ${var.name}:\n- ${join("\n- ", local.contradictions)}"
  }
}

output "placement" {
  description = "What a platform's router is told of the function: give it to `functions` of each platform that has one."
  value = {
    name     = var.name
    manifest = var.manifest
    pools = { for name, pool in local.placed : name => {
      site     = pool.site
      cost     = pool.price_per_million_answers
      hardware = pool.hardware.description
      variant  = pool.variant
      # All that its replicas take at a time: with fewer, Knative would never see a need for another one.
      concurrency          = pool.scaling.concurrency * pool.scaling.max_replicas
      service              = pool.service
      namespace            = pool.at.namespace
      local_url            = local.local_urls[name]
      public_url           = local.public_urls[name]
      sleeps_after_seconds = pool.scaling.min_replicas > 0 ? null : pool.idle_seconds
    } }
  }
}

locals {
  local_urls = { for name, pool in local.placed : name => "http://${pool.service}.${pool.at.namespace}.svc.${pool.at.cluster_domain}" }
  public_urls = { for name, pool in local.placed : name =>
  pool.public && pool.at.public_domain != null ? "${pool.at.public_scheme}://${pool.service}.${pool.at.namespace}.${pool.at.public_domain}" : null }
}

output "urls" {
  description = "Pool => where it is called without a router: from outside where it is public, else within its cluster."
  value       = { for name, pool in local.placed : name => coalesce(local.public_urls[name], local.local_urls[name]) }
}

output "topics" {
  description = "The queue's topics, which must be there before records come; null without a queue. A source reads `requests` alone."
  value       = var.queue == null ? null : length(local.pull) > 0 ? local.topics : { requests = local.topics.requests }
}
