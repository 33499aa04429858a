terraform {
  required_version = ">= 1.9"

  required_providers {
    kubectl = {
      source  = "gavinbunney/kubectl"
      version = "~> 1.19"
    }
  }
}

provider "kubectl" {
  alias          = "edge"
  config_context = var.edge_context
}

provider "kubectl" {
  alias          = "datacenter"
  config_context = var.datacenter_context
}
