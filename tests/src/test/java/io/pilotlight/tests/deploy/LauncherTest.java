package io.pilotlight.tests.deploy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code ./pilotlight deploy} and {@code doctor}; the latter against a {@code kubectl} that says of its cluster what a test wants. */
@Timeout(600) // a first run builds the provider
@SuppressWarnings("NullAway.Init") // before each test
final class LauncherTest {

    @TempDir
    private Path scratch;

    private Path kubectl;

    @BeforeEach
    void aClusterWithKnative() throws IOException {
        kubectl = Files.createFile(
                scratch.resolve("kubectl"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        has("");
    }

    /** What the cluster has beside Kubernetes and Knative Serving, as cases of a shell. */
    private void has(String more) throws IOException {
        Files.writeString(kubectl, """
                #!/bin/sh
                case "$*" in
                    *'get --raw /version'*) echo '{"gitVersion": "v1.34.1"}' ;;
                    *customresourcedefinition/services.serving.knative.dev*) ;;
                    *'deployment controller'*) printf 1.23.0 ;;
                    *config-network*) printf kourier.ingress.networking.knative.dev ;;
                    *'config view'*) printf https://127.0.0.1:1 ;;
                    %s
                    *) exit 1 ;;
                esac
                """.formatted(more));
    }

    private Outcome pilotlight(String... arguments) {
        Map<String, String> environment = Map.of("PATH", scratch + ":" + System.getenv("PATH"), "NO_COLOR", "1");
        return Outcome.of(
                Tools.ROOT,
                environment,
                Stream.concat(Stream.of("./pilotlight"), Stream.of(arguments)).toList());
    }

    @Test
    void doctorFindsNothingMissingThatIsNotWanted() {
        assertThat(pilotlight("doctor").succeeded())
                .contains("ok       Kubernetes v1.34.1", "ok       Knative Serving 1.23.0", "-        KEDA")
                .doesNotContain("missing");
    }

    @Test
    void doctorSaysWhatIsMissingAndHowToGetIt() {
        Outcome outcome = pilotlight("doctor", "--gpu", "--queue");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.output())
                .contains(
                        "missing  flag kubernetes.podspec-nodeselector of Knative, for GPUs",
                        "kubectl patch configmap/config-features",
                        "missing  runtime class nvidia",
                        "missing  nodes with GPUs",
                        "missing  KEDA",
                        "https://keda.sh");
    }

    @Test
    void doctorFindsWhatIsWanted() throws IOException {
        has("""
                *config-features*) printf enabled ;;
                *'runtimeclass nvidia'*) ;;
                *'get nodes'*) printf '\\n2\\n1\\n' ;;
                *customresourcedefinition/scaledobjects.keda.sh*) ;;
                """);

        assertThat(pilotlight("doctor", "--gpu", "--queue").succeeded())
                .contains(
                        "ok       flag kubernetes.podspec-runtimeclassname",
                        "ok       nodes with GPUs: 2",
                        "ok       KEDA");
    }

    @Test
    void doctorNamesAClusterThatDoesNotAnswer() throws IOException {
        Files.writeString(kubectl, "#!/bin/sh\nexit 1\n");

        Outcome outcome = pilotlight("doctor");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.complaints()).contains("the cluster does not answer");
    }

    @Test
    void deployPrintsWhatWouldBeApplied() {
        Tools.require("terraform", "kubectl");
        Outcome outcome = deploy("terraform/examples/queue-batch");

        assertThat(Manifests.of(List.of(outcome.succeeded())).texts())
                .containsExactlyInAnyOrderEntriesOf(
                        Kustomize.environment("queue-batch").texts());
    }

    @Test
    void deploySaysWhatContradictsItself() throws IOException {
        Tools.require("terraform");
        Path folder = Files.createDirectories(Path.of("target", "contradictory").toAbsolutePath());
        Files.writeString(folder.resolve("main.tf"), """
                module "platform" {
                  source       = "../../../terraform/modules/platform"
                  site         = "here"
                  result_cache = { replicas = 2 }
                }
                output "manifests" {
                  value = { here = module.platform.manifests }
                }
                """);

        Outcome outcome = deploy(folder.toString());

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.complaints()).contains("result_cache: expected 3 replicas or more, got 2");
    }

    private Outcome deploy(String folder) {
        Map<String, String> environment =
                Map.of("TF_CLI_CONFIG_FILE", Terraform.settings().toString(), "NO_COLOR", "1");
        return Outcome.of(Tools.ROOT, environment, List.of("./pilotlight", "deploy", "--render", folder));
    }
}
