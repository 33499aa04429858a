# What is to be applied, and what functions and callers need to know.

output "contradictions" {
  description = "What was said and cannot be, a sentence each; a plan with any fails."
  value       = local.contradictions
}

output "manifests" {
  description = "Object => its manifest as YAML, for modules/apply."
  value = merge(
    { "namespace/${var.namespace}" = yamlencode(local.namespace) },
    { for name, it in local.features : "config-map/${name}" => yamlencode(it) },
    { for name, it in local.network_policy_objects : name => yamlencode(it) },
    merge([for objects in local.router_objects : { for name, it in objects : name => yamlencode(it) }]...),
    merge([for objects in local.cache_objects : { for name, it in objects : name => yamlencode(it) }]...),
  )

  precondition {
    condition     = length(local.contradictions) == 0
    error_message = "Platform ${var.site}:\n- ${join("\n- ", local.contradictions)}"
  }
}

output "site" {
  description = "What functions need to know of this cluster: give it to `sites` of each that has a pool here."
  value = {
    name                         = var.site
    namespace                    = var.namespace
    cluster_domain               = var.network.cluster_domain
    public_domain                = var.network.public_domain
    public_scheme                = var.network.public_scheme
    round_trip_milliseconds      = var.network.round_trip_milliseconds
    activator                    = var.network.activator
    features                     = var.knative.features
    runtime_classes              = var.knative.runtime_classes
    max_revision_timeout_seconds = var.knative.max_revision_timeout_seconds
    deadlines = {
      realtime    = var.deadlines.realtime_milliseconds
      interactive = var.deadlines.interactive_milliseconds
      batch       = var.deadlines.batch_milliseconds
    }
    environment        = local.environment
    secret_environment = try(local.secret_environment.credentials, {})
    secret_files       = local.secret_files
    brokers            = var.brokers
  }
}

output "url" {
  description = "Where applications call: the router's address, from outside where it has an ingress, else within the cluster; null without a router."
  value = var.router == null ? null : try(
    "https://${var.router.ingress.host}",
    "http://router.${var.namespace}.svc.${var.network.cluster_domain}",
  )
}
