# Values that are wrong by themselves, each refused at its variable.

variables {
  name   = "embed"
  image  = "dev.local/pilotlight/embed:1"
  memory = { model_mebibytes = 24 }
  sites  = {}
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
  latency_tiers = []
}

run "a_name_that_is_no_label" {
  command = plan
  variables { name = "Embed" }
  expect_failures = [var.name]
}

run "an_image_that_changes" {
  command = plan
  variables { image = "pilotlight/embed:latest" }
  expect_failures = [var.image]
}

run "a_manifest_that_is_none" {
  command = plan
  variables { manifest = "{}" }
  expect_failures = [var.manifest]
}

run "a_model_without_a_digest" {
  command = plan
  variables { model = { location = "https://models.example.com/intents.onnx", digest = "" } }
  expect_failures = [var.model]
}

run "an_unknown_tier" {
  command = plan
  variables { latency_tiers = ["soon"] }
  expect_failures = [var.latency_tiers]
}

run "a_queue_that_is_read_and_sent" {
  command = plan
  variables { queue = { site = "here", partitions = 1 } }
  expect_failures = [var.queue]
}

run "no_pool" {
  command = plan
  variables { pools = {} }
  expect_failures = [var.pools]
}
