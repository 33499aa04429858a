# Two clusters. At the edge a router, a cache, and `embed` on CPUs, one replica always awake: it answers who is in a hurry. In the
# datacenter `embed` on GPUs, from none: the edge's router calls it when the edge has too much to do. Each site has a cache of its own.

module "edge" {
  source = "../../modules/platform"

  site      = "edge"
  functions = [module.embed.placement]
  router = {
    image       = "${var.images}/router:${var.release}"
    keys_secret = "router-access"
    ingress     = { host = var.host, tls_secret = "router-tls" }
  }
}

module "datacenter" {
  source = "../../modules/platform"

  site    = "datacenter"
  network = { public_domain = var.datacenter_domain, round_trip_milliseconds = 25 }
  knative = {
    features        = ["kubernetes.podspec-nodeselector", "kubernetes.podspec-runtimeclassname", "kubernetes.podspec-tolerations"]
    runtime_classes = ["nvidia"]
  }
}

module "embed" {
  source = "../../modules/function"

  name     = "embed"
  image    = "${var.images}/embed:${var.release}"
  manifest = file(var.embed_manifest)
  memory   = { model_mebibytes = 24 }
  sites    = { edge = module.edge.site, datacenter = module.datacenter.site }

  pools = {
    edge-cpu = {
      site                = "edge"
      variant             = "edge-int8"
      price_per_hour      = 0.04
      answers_per_second  = 680
      answer_milliseconds = 50
      hardware            = { description = "2 cores of the shop's computer", cpu_millicores = 2000, memory_mebibytes = 512 }
      scaling             = { min_replicas = 1, max_replicas = 2, target_burst_capacity = 0 }
    }
    datacenter-gpu = {
      site                = "datacenter"
      variant             = "edge-int8"
      image               = "${var.images}/embed:${var.release}-cuda"
      public              = true
      price_per_hour      = 1.2
      answers_per_second  = 5000
      answer_milliseconds = 20
      hardware = {
        description      = "1 NVIDIA L4"
        cpu_millicores   = 4000
        memory_mebibytes = 4096
        gpus             = 1
        runtime_class    = "nvidia"
        node_selector    = { "nvidia.com/gpu.present" = "true" }
        tolerations      = [{ key = "nvidia.com/gpu" }]
      }
      scaling = {
        max_replicas            = 4
        concurrency             = 256
        window_seconds          = 300
        cold_start_milliseconds = 20000
        cold_start_price        = 0.05
      }
      plan = { max_batch_rows = 256, max_delay_milliseconds = 2 }
    }
  }
}

module "apply_edge" {
  source    = "../../modules/apply"
  manifests = merge(module.edge.manifests, module.embed.manifests.edge)
  providers = { kubectl = kubectl.edge }
}

module "apply_datacenter" {
  source    = "../../modules/apply"
  manifests = merge(module.datacenter.manifests, module.embed.manifests.datacenter)
  providers = { kubectl = kubectl.datacenter }
}
