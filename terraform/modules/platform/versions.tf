# Needs no provider: what it renders is data, which can be tested anywhere.
terraform {
  required_version = ">= 1.9"
}
