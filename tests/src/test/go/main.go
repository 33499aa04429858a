// Gives a Knative service the defaults that Knative's webhook gives, and says what the webhook would refuse. The arguments are a file of
// JSON, and the flags of config-features that are on.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"

	"knative.dev/serving/pkg/apis/config"
	v1 "knative.dev/serving/pkg/apis/serving/v1"
)

func main() {
	flags := map[string]string{}
	for _, flag := range os.Args[2:] {
		flags[flag] = "enabled"
	}
	features, err := config.NewFeaturesConfigFromMap(flags)
	if err != nil {
		fail(err)
	}
	known := config.FromContextOrDefaults(context.Background())
	known.Features = features
	ctx := config.ToContext(context.Background(), known)

	service := v1.Service{}
	content, err := os.ReadFile(os.Args[1])
	if err != nil {
		fail(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&service); err != nil {
		fail(err)
	}
	service.SetDefaults(ctx)
	if errs := service.Validate(ctx); errs != nil {
		fail(errs)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
