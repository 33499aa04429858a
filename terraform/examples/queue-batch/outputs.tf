output "url" {
  description = "Where applications call."
  value       = module.platform.url
}

output "topics" {
  description = "Topics that must be there, with as many partitions as the queue says."
  value       = module.embed.topics
}

output "manifests" {
  description = "Site => object => its manifest: what `./pilotlight deploy --render` prints."
  value       = { here = merge(module.platform.manifests, module.embed.manifests.here) }
}
