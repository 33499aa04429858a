variable "edge_context" {
  description = "The edge's cluster, as a context of your kubeconfig."
  type        = string
  default     = "edge"
}

variable "datacenter_context" {
  description = "The datacenter's cluster, as a context of your kubeconfig."
  type        = string
  default     = "datacenter"
}

variable "host" {
  description = "The host name by which applications call the router."
  type        = string
  default     = "pilotlight.example.com"
}

variable "datacenter_domain" {
  description = "The domain of public Knative services in the datacenter, as its config-domain says."
  type        = string
  default     = "functions.example.com"
}

variable "images" {
  description = "Where images lie, without their names: a registry that both clusters reach."
  type        = string
  default     = "registry.example.com/pilotlight"
}

variable "release" {
  description = "The version of the images."
  type        = string
  default     = "0.1.0-SNAPSHOT"
}

variable "embed_manifest" {
  description = "The manifest that embed's build has written."
  type        = string
  default     = "../../../functions/embed/target/classes/META-INF/pilotlight/function.json"
}
