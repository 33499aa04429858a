variable "context" {
  description = "The cluster, as a context of your kubeconfig; null: the current one."
  type        = string
  default     = null
}

variable "images" {
  description = "Where images lie, without their names. Knative asks no registry for those of dev.local: import them on each node."
  type        = string
  default     = "dev.local/pilotlight"
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

variable "brokers" {
  description = "Kafka brokers, host:port."
  type        = list(string)
  default     = ["kafka.kafka.svc.cluster.local:9092"]
}
