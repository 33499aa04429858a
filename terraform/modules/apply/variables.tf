variable "manifests" {
  description = "Object => its manifest as YAML: those of a platform and of its functions, merged."
  type        = map(string)
}
