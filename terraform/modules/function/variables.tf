# What a developer says of a function. Units are in names; what contradicts what is in contradictions.tf. Names of function and pool make
# one of at most 49, to which Knative adds 14 of Kubernetes' 63.

variable "name" {
  description = "The function's name, as callers use it."
  type        = string

  validation {
    condition     = can(regex("^[a-z]([-a-z0-9]{0,28}[a-z0-9])?$", var.name))
    error_message = "name: expected lower-case letters, digits and dashes, at most 30, a letter first, got \"${var.name}\"."
  }
}

variable "image" {
  description = "The image that pools run unless they name another, pinned by a digest or a version."
  type        = string

  validation {
    condition     = can(regex("(@sha256:[0-9a-f]{64}|:[^/@:]+)$", var.image)) && !endswith(var.image, ":latest")
    error_message = "image: expected a digest (@sha256:...) or a version other than latest, got \"${var.image}\"."
  }
}

variable "manifest" {
  description = "The function.json that the function's build writes, as text: what the router knows of it. Without one the function has no router, as functions/onnx with models of its own."
  type        = string
  default     = null

  validation {
    condition     = var.manifest == null || can(jsondecode(var.manifest).variants[0].answerDigest)
    error_message = "manifest: expected the text of a function.json, as the function's build writes it into META-INF/pilotlight."
  }
}

variable "model" {
  description = "For functions/onnx: a model that is fetched when a process starts, where none lies in the image."
  type = object({
    location = string
    digest   = string
  })
  default = null

  validation {
    condition     = var.model == null || can(regex("^https?://", var.model.location)) && can(regex("^sha256:[0-9a-f]{64}$", var.model.digest))
    error_message = "model: expected an http or https address and a digest sha256:..., of 64 hexadecimal digits."
  }
}

variable "memory" {
  description = "What a process needs: runtime_mebibytes for itself, with the bodies that it holds, and model_mebibytes for each of loaded_models."
  type = object({
    model_mebibytes   = number
    loaded_models     = optional(number, 1)
    runtime_mebibytes = optional(number, 160)
  })
}

variable "sites" {
  description = "The clusters that pools name: the output `site` of each one's platform."
  type = map(object({
    name                         = string
    namespace                    = string
    cluster_domain               = string
    public_domain                = string
    public_scheme                = string
    round_trip_milliseconds      = number
    activator                    = string
    features                     = set(string)
    runtime_classes              = set(string)
    max_revision_timeout_seconds = number
    deadlines                    = map(number) # latency tier => milliseconds
    environment                  = map(string)
    secret_environment           = map(object({ secret = string, key = string }))
    secret_files                 = map(object({ secret = string, path = string }))
    brokers = object({
      servers                  = list(string)
      client_properties_secret = string
      trigger_authentication   = string
    })
  }))
}

variable "pools" {
  description = "Where the function runs, on what, at which price."
  type = map(object({
    site    = string
    variant = string
    image   = optional(string)      # another one than the function's, for an accelerator
    public  = optional(bool, false) # whether it can be called from outside its cluster, by a router elsewhere

    price_per_hour      = number # of one replica, in any currency that all pools share
    answers_per_second  = number # of one replica, as ./pilotlight bench measures them
    answer_milliseconds = number # the 99th percentile of a warm answer

    hardware = object({
      description      = string
      cpu_millicores   = number
      memory_mebibytes = number
      gpus             = optional(number, 0)
      gpu_resource     = optional(string, "nvidia.com/gpu")
      runtime_class    = optional(string)
      node_selector    = optional(map(string), {})
      tolerations      = optional(list(object({ key = string, operator = optional(string, "Exists"), effect = optional(string, "NoSchedule") })), [])
      spread_over      = optional(string) # a node label: replicas are spread over its values
    })

    scaling = object({
      min_replicas              = optional(number, 0)
      max_replicas              = number
      concurrency               = optional(number, 32) # requests that a replica has at a time
      target_percent            = optional(number, 70) # of that, from which on another replica is started
      window_seconds            = optional(number, 60) # without requests until the last replica goes
      retention_seconds         = optional(number, 0)  # that it stays beyond that
      scale_down_delay_seconds  = optional(number, 0)
      target_burst_capacity     = optional(number) # null: as the cluster has it; 0: the activator leaves the way once one is ready
      cold_start_milliseconds   = optional(number, 1000)
      cold_start_price          = optional(number, 0) # what one costs beside the machine's time: a caller's patience, a node that boots
      progress_deadline_seconds = optional(number, 600)
    })

    plan = optional(object({
      max_batch_rows         = optional(number, 32)
      max_delay_milliseconds = optional(number, 0)
      lanes                  = optional(number) # null: as the process finds out
      threads                = optional(number)
    }), {})

    timeout_seconds = optional(number)          # null: as long as the longest deadline
    annotations     = optional(map(string), {}) # more of Knative's, on the revision
  }))

  validation {
    condition     = length(var.pools) > 0 && alltrue([for pool in keys(var.pools) : can(regex("^[a-z]([-a-z0-9]{0,16}[a-z0-9])?$", pool))])
    error_message = "pools: expected at least one, called by lower-case letters, digits and dashes, at most 18, got [${join(", ", keys(var.pools))}]."
  }
  validation {
    condition     = alltrue([for pool in var.pools : pool.price_per_hour >= 0 && pool.answers_per_second > 0 && pool.answer_milliseconds > 0])
    error_message = "pools: expected price_per_hour of at least 0, answers_per_second and answer_milliseconds above 0."
  }
  validation {
    condition = alltrue([for pool in var.pools : pool.scaling.min_replicas >= 0 && pool.scaling.max_replicas >= max(1, pool.scaling.min_replicas)
    && pool.scaling.concurrency >= 1 && pool.scaling.concurrency <= 1000 && pool.scaling.target_percent >= 1 && pool.scaling.target_percent <= 100])
    error_message = "pools: expected 0 <= min_replicas <= max_replicas, max_replicas >= 1, concurrency from 1 to 1000, target_percent from 1 to 100."
  }
  validation {
    condition     = alltrue([for pool in var.pools : pool.scaling.window_seconds >= 6 && pool.scaling.window_seconds <= 3600])
    error_message = "pools: expected window_seconds from 6 to 3600, as Knative has it."
  }
}

variable "latency_tiers" {
  description = "What callers ask for: a subset of realtime, interactive and batch. Each must be met by a pool."
  type        = set(string)
  default     = ["realtime", "interactive", "batch"]

  validation {
    condition     = length(setsubtract(var.latency_tiers, ["realtime", "interactive", "batch"])) == 0
    error_message = "latency_tiers: expected realtime, interactive or batch, got [${join(", ", var.latency_tiers)}]."
  }
}

variable "cache" {
  description = "Whether answers are kept, how long, and how much of a process's memory they may take."
  type = object({
    enabled        = optional(bool, true)
    ttl_seconds    = optional(number, 3600)
    near_mebibytes = optional(number, 32)
  })
  default = {}
}

variable "drain_seconds" {
  description = "How long what a process holds may take when it is told to stop."
  type        = number
  default     = 30
}

variable "queue" {
  description = "A Kafka topic that the function works on. `pull`: replicas of its own read it, each record has exactly one outcome. `push`: Knative's KafkaSource sends each record to a pool, and drops its answer."
  type = object({
    site       = string
    partitions = number # of the topic
    pull = optional(object({
      image            = optional(string)
      max_replicas     = number
      lag_per_replica  = optional(number, 1000)
      cooldown_seconds = optional(number, 60)
      cpu_millicores   = number
      memory_mebibytes = number
      max_batch_rows   = optional(number, 256)
      polling_seconds  = optional(number, 5)
    }))
    push = optional(object({
      pool                     = string
      consumers                = optional(number, 1)
      delivery_timeout_seconds = number
      retries                  = optional(number, 5)
      backoff_seconds          = optional(number, 1)
      dead_letter_url          = string
    }))
  })
  default = null

  validation {
    condition     = var.queue == null || (try(var.queue.pull, null) == null) != (try(var.queue.push, null) == null)
    error_message = "queue: expected either pull or push."
  }
  validation {
    condition     = try(var.queue.partitions, 1) >= 1
    error_message = "queue: expected at least 1 partition, got ${try(var.queue.partitions, 1)}."
  }
}
