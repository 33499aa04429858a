# What an operator says of one cluster, a site. Units are in names; what contradicts what is in contradictions.tf.

variable "site" {
  description = "The cluster's name, as functions' pools call it."
  type        = string
}

variable "namespace" {
  description = "The namespace of router, result cache and functions."
  type        = string
  default     = "pilotlight"
}

variable "network" {
  description = "How the cluster is reached. round_trip_milliseconds: there and back between those who call its functions, a router elsewhere or a shared activator, and its pods. activator: own, beside its pods, or shared with other clusters. public_domain: what Knative's config-domain says; without one nothing is called from outside."
  type = object({
    cluster_domain          = optional(string, "cluster.local")
    public_domain           = optional(string)
    public_scheme           = optional(string, "https")
    round_trip_milliseconds = optional(number, 0)
    activator               = optional(string, "own")
    gateway_namespaces      = optional(list(string), ["knative-serving", "kourier-system"])
    egress_ports            = optional(list(number), []) # more that functions may reach anywhere, as 443 for models from addresses
  })
  default = {}

  validation {
    condition     = contains(["own", "shared"], var.network.activator)
    error_message = "network.activator: expected own or shared, got \"${var.network.activator}\"."
  }
  validation {
    condition     = contains(["http", "https"], var.network.public_scheme)
    error_message = "network.public_scheme: expected http or https, got \"${var.network.public_scheme}\"."
  }
}

variable "knative" {
  description = "What Knative Serving may do there. features: flags of its config-features that are on, or that are to be turned on where manage_features says so; they are never turned off again."
  type = object({
    features                     = optional(set(string), [])
    manage_features              = optional(bool, true)
    runtime_classes              = optional(set(string), [])
    max_revision_timeout_seconds = optional(number, 600)
  })
  default = {}

  validation {
    condition     = alltrue([for feature in var.knative.features : can(regex("^kubernetes\\.podspec-[a-z-]+$", feature))])
    error_message = "knative.features: expected flags such as kubernetes.podspec-nodeselector, got [${join(", ", var.knative.features)}]."
  }
}

variable "deadlines" {
  description = "How long answers are worked on for callers who do not say, by latency tier; batch is also the longest that they may say."
  type = object({
    realtime_milliseconds    = optional(number, 2000)
    interactive_milliseconds = optional(number, 30000)
    batch_milliseconds       = optional(number, 600000)
  })
  default = {}

  validation {
    condition     = 0 < var.deadlines.realtime_milliseconds && var.deadlines.realtime_milliseconds <= var.deadlines.interactive_milliseconds && var.deadlines.interactive_milliseconds <= var.deadlines.batch_milliseconds
    error_message = "deadlines: expected 0 < realtime <= interactive <= batch, got ${var.deadlines.realtime_milliseconds}, ${var.deadlines.interactive_milliseconds} and ${var.deadlines.batch_milliseconds} ms."
  }
}

variable "router" {
  description = "The one address in front of all functions; null where the router is elsewhere. Of open_to_everybody, keys_secret (a Secret with keys.json) and oidc one at least says who may call."
  type = object({
    image              = string
    replicas           = optional(number, 2)
    cpu_millicores     = optional(number, 1000)
    memory_mebibytes   = optional(number, 512)
    drain_seconds      = optional(number, 30)
    open_to_everybody  = optional(bool, false)
    keys_secret        = optional(string)
    oidc               = optional(object({ issuer = string, audience = string }))
    admin_token_secret = optional(string) # a Secret with `token`, for POST /cache/invalidate
    ingress            = optional(object({ host = string, tls_secret = string, class_name = optional(string) }))
  })
  default = null
}

variable "functions" {
  description = "The output `placement` of each function that the router is to know."
  type = list(object({
    name     = string
    manifest = string
    pools = map(object({
      site                 = string
      cost                 = number
      hardware             = string
      variant              = string
      concurrency          = number
      service              = string
      namespace            = string
      local_url            = string
      public_url           = string
      sleeps_after_seconds = number
    }))
  }))
  default = []
}

variable "result_cache" {
  description = "The Infinispan cluster of this site; null: each process keeps its own answers. server_secret has server.pem, users.properties and groups.properties; client_secret username, password and ca.crt."
  type = object({
    image            = optional(string, "quay.io/infinispan/server:16.0.7")
    replicas         = optional(number, 3)
    cpu_millicores   = optional(number, 500)
    memory_mebibytes = optional(number, 1024)
    server_secret    = optional(string, "result-cache-server")
    client_secret    = optional(string, "result-cache-client")
  })
  default = {}
}

variable "brokers" {
  description = "Kafka, for functions with a queue. client_properties_secret has client.properties, Kafka's own; trigger_authentication is KEDA's TriggerAuthentication for the same."
  type = object({
    servers                  = list(string)
    client_properties_secret = optional(string)
    trigger_authentication   = optional(string)
  })
  default = null

  validation {
    condition     = var.brokers == null || length(try(var.brokers.servers, [])) > 0 && alltrue([for server in try(var.brokers.servers, []) : can(regex("^[^:/]+:[0-9]+$", server))])
    error_message = "brokers.servers: expected host:port, at least one, got [${join(", ", try(var.brokers.servers, []))}]."
  }
}

variable "telemetry" {
  description = "The collector that traces go to, as http://host:4317; null: none are made."
  type        = object({ otlp_endpoint = string })
  default     = null

  validation {
    condition     = var.telemetry == null || can(regex("^https?://[^:/]+:[0-9]+$", var.telemetry.otlp_endpoint))
    error_message = "telemetry.otlp_endpoint: expected http://host:port."
  }
}
