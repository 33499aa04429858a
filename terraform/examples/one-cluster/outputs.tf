output "url" {
  description = "Where applications call."
  value       = module.platform.url
}

output "manifests" {
  description = "Site => object => its manifest: what `./pilotlight deploy --render` prints."
  value       = { here = merge(module.platform.manifests, module.embed.manifests.here) }
}
