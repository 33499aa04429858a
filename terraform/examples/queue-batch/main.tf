# A queue: events come by Kafka, replicas read them when there are any, and none is there otherwise. Callers have a pool of their own,
# so that a backlog never makes them wait.

module "platform" {
  source = "../../modules/platform"

  site      = "here"
  functions = [module.embed.placement]
  brokers   = { servers = var.brokers }
  router = {
    image             = "${var.images}/router:${var.release}"
    open_to_everybody = true # within the cluster; say keys_secret or oidc before you say ingress
  }
  result_cache = null # each process keeps its own answers
}

module "embed" {
  source = "../../modules/function"

  name     = "embed"
  image    = "${var.images}/embed:${var.release}"
  manifest = file(var.embed_manifest)
  memory   = { model_mebibytes = 24 }
  sites    = { here = module.platform.site }

  pools = {
    cpu = {
      site                = "here"
      variant             = "edge-int8"
      price_per_hour      = 0.04
      answers_per_second  = 340
      answer_milliseconds = 100
      hardware            = { description = "1 core", cpu_millicores = 1000, memory_mebibytes = 384 }
      scaling             = { max_replicas = 10 }
    }
  }

  queue = {
    site       = "here"
    partitions = 8
    pull = {
      max_replicas     = 8
      cpu_millicores   = 2000
      memory_mebibytes = 512
    }
  }
}

module "apply" {
  source    = "../../modules/apply"
  manifests = merge(module.platform.manifests, module.embed.manifests.here)
}
