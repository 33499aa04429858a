package io.pilotlight.tests.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** What would be applied: by Terraform and by Kustomize the same, and valid by the schemas of those who take it. */
@Timeout(600) // a first run builds kubectl-validate
final class ManifestsTest {

    private static final String SERVING = "v0.51.0"; // Knative 1.23
    private static final List<String> ENVIRONMENTS = List.of("one-cluster", "queue-batch", "edge", "datacenter");

    @TempDir
    @SuppressWarnings("NullAway.Init") // before each test
    private Path scratch;

    @ParameterizedTest
    @CsvSource({
        "one-cluster, here, one-cluster",
        "queue-batch, here, queue-batch",
        "edge-and-datacenter, edge, edge",
        "edge-and-datacenter, datacenter, datacenter"
    })
    void terraformRendersWhatKustomizeDoes(String example, String site, String environment) {
        Map<String, Manifests> sites = Terraform.in("examples/" + example).manifests();
        assertThat(sites).containsKey(site);
        assertThat(sites.get(site)).isNotNull().satisfies(rendered -> assertThat(rendered.texts())
                .containsExactlyInAnyOrderEntriesOf(
                        Kustomize.environment(environment).texts()));
    }

    @Test
    void allOfItIsValid() throws IOException {
        Path validator = Tools.built("sigs.k8s.io/kubectl-validate", "v0.0.4");
        ENVIRONMENTS.forEach(name ->
                Kustomize.environment(name).write(scratch.resolve("manifests").resolve(name)));
        Kustomize.build(Kustomize.HOME.resolve("components").resolve("event-source"))
                .write(scratch.resolve("manifests").resolve("event-source"));
        Kustomize.environmentWith("one-cluster", "telemetry", Files.createDirectory(scratch.resolve("overlay")))
                .write(scratch.resolve("manifests").resolve("telemetry"));
        Path schemas = schemas(Files.createDirectory(scratch.resolve("schemas")));

        Outcome outcome = validate(validator, schemas, scratch.resolve("manifests"));

        assertThat(outcome.succeeded() + outcome.complaints()).contains("OK").doesNotContain("ERROR");
    }

    @Test
    void whatIsMisspeltIsNotValid() throws IOException {
        Path validator = Tools.built("sigs.k8s.io/kubectl-validate", "v0.0.4");
        Path wrong = Files.createDirectory(scratch.resolve("wrong"));
        Path schemas = schemas(Files.createDirectory(scratch.resolve("schemas")));
        for (Map.Entry<String, String> object :
                Kustomize.environment("queue-batch").texts().entrySet()) {
            if (object.getKey().startsWith("keda.sh/")) {
                Files.writeString(
                        wrong.resolve("scaled-object.yaml"),
                        object.getValue().replace("maxReplicaCount", "maxReplicas"));
            }
        }

        assertThat(validate(validator, schemas, wrong).status()).isNotZero();
    }

    private static Outcome validate(Path validator, Path schemas, Path manifests) {
        return Outcome.of(
                manifests,
                Map.of(),
                List.of(
                        validator.toString(),
                        "--local-crds",
                        schemas.toString(),
                        "--version",
                        "1.30",
                        manifests.toString()));
    }

    /** Those of Knative Serving, its Kafka source, and KEDA, as they publish them. */
    private static Path schemas(Path folder) throws IOException {
        Path serving = Tools.sources("knative.dev/serving", SERVING);
        Files.copy(serving.resolve("config/core/300-resources/service.yaml"), folder.resolve("service.yaml"));
        Path keda = Tools.sources("github.com/kedacore/keda/v2", "v2.21.0");
        Files.copy(keda.resolve("config/crd/bases/keda.sh_scaledobjects.yaml"), folder.resolve("scaled-object.yaml"));
        Path operator = Tools.sources("knative.dev/operator", "v0.42.2");
        String kafka = Files.readString(
                operator.resolve("cmd/operator/kodata/eventing-source/1.15/kafka/eventing-kafka-controller.yaml"));
        String definition = Stream.of(kafka.split("\n---"))
                .filter(document -> document.contains("\n  name: kafkasources.sources.knative.dev"))
                .findFirst()
                .orElseThrow();
        Files.writeString(folder.resolve("kafka-source.yaml"), definition);
        return folder;
    }

    @Test
    void knativesWebhookTakesIt() throws IOException {
        for (String environment : ENVIRONMENTS) {
            for (Map.Entry<String, JsonNode> object :
                    Kustomize.environment(environment).objects().entrySet()) {
                if (object.getKey().startsWith("serving.knative.dev/")) {
                    webhook(object.getValue(), "nodeselector", "runtimeclassname", "tolerations")
                            .succeeded();
                }
            }
        }
    }

    @Test
    void knativesWebhookRefusesAGpuWithoutTheFlags() throws IOException {
        JsonNode service = Kustomize.environment("datacenter").get("Service", "embed-datacenter-gpu");
        assertThat(webhook(service, "tolerations").complaints())
                .contains("must not set the field(s)", "spec.nodeSelector", "spec.runtimeClassName")
                .doesNotContain("spec.tolerations");
    }

    /** What it says of a service where these flags for placement are on. */
    private Outcome webhook(JsonNode service, String... placement) throws IOException {
        Path file = Files.writeString(scratch.resolve("service.json"), service.toString());
        List<String> flags =
                Stream.of(placement).map(flag -> "kubernetes.podspec-" + flag).toList();
        return Outcome.of(
                scratch,
                Map.of(),
                Stream.concat(Stream.of(Tools.knativeWebhook().toString(), file.toString()), flags.stream())
                        .toList());
    }

    @Test
    void annotationsAreThoseThatKnativeHas() throws IOException {
        String register = Files.readString(
                Tools.sources("knative.dev/serving", SERVING).resolve("pkg/apis/autoscaling/register.go"));
        Set<String> known = found("= GroupName \\+ \"/([a-z-]+)\"", register);

        String proofs = String.join("\n", Terraform.in("modules/function").sources());
        String listed = found("(?s)knative_annotations = \\[for key in \\[(.*?)\\]", proofs)
                .iterator()
                .next();
        assertThat(found("\"([a-z-]+)\"", listed)).isEqualTo(known);

        for (String environment : ENVIRONMENTS) {
            for (JsonNode object : Kustomize.environment(environment).objects().values()) {
                object.at("/spec/template/metadata/annotations").fieldNames().forEachRemaining(key -> {
                    if (key.startsWith("autoscaling.knative.dev/")) {
                        assertThat(known).contains(key.substring(key.indexOf('/') + 1));
                    }
                });
            }
        }
    }

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
