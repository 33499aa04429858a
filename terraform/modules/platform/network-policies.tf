# Who may talk to whom. All that is not named is refused; what a network plugin makes of it is its affair.

locals {
  dns = {
    to    = [{ namespaceSelector = { matchLabels = { "kubernetes.io/metadata.name" = "kube-system" } } }]
    ports = [{ protocol = "UDP", port = 53 }, { protocol = "TCP", port = 53 }]
  }
  gateways = [for namespace in var.network.gateway_namespaces : { namespaceSelector = { matchLabels = { "kubernetes.io/metadata.name" = namespace } } }]
  to_cache = [for cache in local.cache : {
    to    = [{ podSelector = { matchLabels = { "pilotlight.io/part" = "result-cache" } } }]
    ports = [{ protocol = "TCP", port = 11222 }]
  }]
  collector_ports = [for telemetry in var.telemetry == null ? [] : [var.telemetry] : tonumber(regex(":([0-9]+)$", telemetry.otlp_endpoint)[0])]
  broker_ports    = [for server in try(var.brokers.servers, []) : tonumber(regex(":([0-9]+)$", server)[0])]
  function_ports  = sort(distinct([for port in concat(local.collector_ports, local.broker_ports, var.network.egress_ports) : tostring(port)]))

  network_policies = merge(
    {
      all = {
        podSelector = {}
        policyTypes = ["Ingress", "Egress"]
      }
      # Knative's gateway, activator and autoscaler reach the proxy beside each function.
      functions = {
        podSelector = { matchLabels = { "pilotlight.io/part" = "function" } }
        policyTypes = ["Ingress", "Egress"]
        ingress     = [{ from = local.gateways }]
        egress = concat([local.dns], local.to_cache,
        length(local.function_ports) == 0 ? [] : [{ ports = [for port in local.function_ports : { protocol = "TCP", port = tonumber(port) }] }])
      }
    },
    # The router is for all; it calls Knative's gateway, functions elsewhere, providers of tokens and the Kubernetes API.
    { for router in local.router : "router" => {
      podSelector = { matchLabels = { "pilotlight.io/part" = "router" } }
      policyTypes = ["Ingress", "Egress"]
      ingress     = [{ ports = [{ protocol = "TCP", port = 8080 }] }]
      egress = concat(
        [local.dns, { to = local.gateways }],
        [{ ports = [for port in distinct(concat([80, 443, 6443], local.collector_ports)) : { protocol = "TCP", port = port }] }],
        local.to_cache,
      )
    } },
    { for cache in local.cache : "result-cache" => {
      podSelector = { matchLabels = { "pilotlight.io/part" = "result-cache" } }
      policyTypes = ["Ingress", "Egress"]
      ingress = [
        {
          from  = [for part in ["function", "router"] : { podSelector = { matchLabels = { "pilotlight.io/part" = part } } }]
          ports = [{ protocol = "TCP", port = 11222 }]
        },
        { from = [{ podSelector = { matchLabels = { "pilotlight.io/part" = "result-cache" } } }] },
      ]
      egress = [local.dns, { to = [{ podSelector = { matchLabels = { "pilotlight.io/part" = "result-cache" } } }] }]
    } },
  )

  network_policy_objects = { for name, spec in local.network_policies : "network-policy/${name}" => {
    apiVersion = "networking.k8s.io/v1"
    kind       = "NetworkPolicy"
    metadata   = { name = name, namespace = var.namespace, labels = local.labels }
    spec       = spec
  } }
}
