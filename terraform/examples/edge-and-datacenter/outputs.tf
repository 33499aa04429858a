output "url" {
  description = "Where applications call."
  value       = module.edge.url
}

output "datacenter_url" {
  description = "Where the edge's router calls the datacenter."
  value       = module.embed.urls.datacenter-gpu
}

output "manifests" {
  description = "Site => object => its manifest: what `./pilotlight deploy --render` prints."
  value = {
    edge       = merge(module.edge.manifests, module.embed.manifests.edge)
    datacenter = merge(module.datacenter.manifests, module.embed.manifests.datacenter)
  }
}
