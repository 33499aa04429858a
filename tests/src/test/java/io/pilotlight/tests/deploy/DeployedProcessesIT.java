package io.pilotlight.tests.deploy;

import io.pilotlight.tests.process.Authority;
import io.pilotlight.tests.process.BuiltFunction;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.Request;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The processes understand what their manifests tell them: an unknown setting, a contradiction or a wrong catalog would end the start. What
 * lies in a cluster, the cache, brokers and the Kubernetes API, is not there; they serve without.
 */
@Timeout(300)
@SuppressWarnings("NullAway.Init") // before each test
final class DeployedProcessesIT {

    private static final String MOUNTED = "/etc/pilotlight";

    @TempDir
    private Path mounted;

    @ParameterizedTest
    @CsvSource({
        "queue-batch, Service, embed-cpu",
        "one-cluster, Service, embed-cpu",
        "queue-batch, Deployment, embed-batch"
    })
    void aFunctionAnswers(String environment, String kind, String name) throws IOException {
        Manifests manifests = Kustomize.environment(environment);
        try (FunctionProcess function =
                launch(BuiltFunction.EMBED, manifests.environment(kind, name)).start()) {
            assertThat(function.send(Request.post("/embed", "{\"text\": \"a card\"}"))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aRouterKnowsItsPools() throws IOException {
        Manifests manifests = Kustomize.environment("one-cluster");
        writeCatalog(manifests);
        try (FunctionProcess router = launch(BuiltFunction.ROUTER, manifests.environment("Deployment", "router"))
                .start()) {
            assertThat(router.send(Request.get("/v2/models/embed")).status()).isEqualTo(200);
            assertThat(router.send(Request.get("/pools"))
                            .json()
                            .at("/pools/0/functions/embed")
                            .isMissingNode())
                    .isFalse();
        }
    }

    @Test
    void aRouterAsksForKeys() throws IOException {
        Manifests manifests = Kustomize.environment("edge");
        writeCatalog(manifests);
        try (FunctionProcess router = launch(BuiltFunction.ROUTER, manifests.environment("Deployment", "router"))
                .start()) {
            assertThat(router.send(Request.get("/v1/models")).status()).isEqualTo(401);
        }
    }

    private void writeCatalog(Manifests manifests) throws IOException {
        Path catalog = Files.createDirectory(mounted.resolve("catalog"));
        for (Map.Entry<String, JsonNode> file :
                manifests.get("ConfigMap", "catalog").required("data").properties()) {
            Files.writeString(catalog.resolve(file.getKey()), file.getValue().toString());
        }
    }

    /** With the files that pods have, in a folder of the test's. */
    private FunctionProcess.Launch launch(BuiltFunction application, Map<String, String> environment)
            throws IOException {
        Path vouching = Files.createDirectory(mounted.resolve("result-cache"));
        Files.copy(Authority.make(vouching, "authority").certificate(), vouching.resolve("ca.crt"));
        Files.writeString(
                Files.createDirectory(mounted.resolve("access")).resolve("keys.json"),
                "{\"keys\": [{\"name\": \"shop\", \"sha256\": \""
                        + HexFormat.of().formatHex(new byte[32]) + "\"}]}");
        FunctionProcess.Launch launch = FunctionProcess.launch(application);
        environment.forEach((name, value) -> launch.environment(
                name, value.startsWith(MOUNTED) ? value.replace(MOUNTED, mounted.toString()) : value));
        return launch;
    }
}
