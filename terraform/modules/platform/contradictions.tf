# What would fail at night in production: each contradiction between what was said is a sentence, and a plan with one fails.

locals {
  pools = flatten([for function in var.functions : [for name, pool in function.pools : merge(pool, { name = name, function = function.name })]])

  contradictions = compact(concat(
    [for router in local.router :
      router.open_to_everybody || router.keys_secret != null || router.oidc != null ? "" :
    "router: nobody may call it: say keys_secret, oidc, or open_to_everybody = true."],
    [for router in local.router :
      length(var.functions) > 0 ? "" :
    "router: it knows no function: give the output `placement` of one at least to `functions`."],
    [for cache in local.cache :
      cache.replicas >= 3 ? "" :
    "result_cache: expected 3 replicas or more, got ${cache.replicas}: with fewer, what is left when one goes is no majority and answers nothing."],
    [for function in var.functions :
      function.manifest != null ? "" :
    "function ${function.name}: a router knows functions by their manifests, and this one has none: leave it out of `functions`."],
    [for function in var.functions :
      try(jsondecode(function.manifest).name, function.name) == function.name ? "" :
    "function ${function.name}: its manifest is of \"${try(jsondecode(function.manifest).name, "")}\"."],
    [for pool in local.pools :
      length(local.router) == 0 || pool.site == var.site || pool.public_url != null ? "" :
    "pool ${pool.name} of function ${pool.function}: it is at ${pool.site} and the router at ${var.site}, which cannot call it there: set public = true, and network.public_domain of ${pool.site}."],
    distinct([for pool in local.pools :
      alltrue([for other in local.pools : other.name != pool.name || other.hardware == pool.hardware]) ? "" :
    "pool ${pool.name}: functions say different hardware of it: ${join(", ", distinct([for other in local.pools : "\"${other.hardware}\"" if other.name == pool.name]))}. Call pools that differ by different names."]),
  ))
}
