package io.pilotlight.router.catalog;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CatalogFolderTest {

    private static final String FUNCTION = """
            {"schema": 1, "name": "f", "description": "", "inputs": [], "outputs": [], "parameters": [],
             "operations": ["inference"],
             "variants": [{"name": "v", "model": "m", "files": {"m": {"digest": "sha256:%1$s", "pieces": ["%1$s"]}},
               "graphOptimized": true, "rowsIndependent": true, "cacheable": true, "answerDigest": "sha256:%1$s"}]}
            """.formatted("0".repeat(64));

    private final Path directory;
    private final CatalogFolder folder;

    CatalogFolderTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.folder = new CatalogFolder(directory);
        file("f.function.json", FUNCTION);
    }

    private void file(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
    }

    private Placement onlyPlacement() {
        return folder.readIfChanged()
                .orElseThrow()
                .pools()
                .firstEntry()
                .getValue()
                .placements()
                .getFirst();
    }

    private void pool(String functions) throws IOException {
        file("edge.pool.json", "{\"name\": \"edge\", \"functions\": " + functions + "}");
    }

    @Test
    void processPool_isReadWithItsDefaults() throws IOException {
        pool("{\"f\": {\"variant\": \"v\", \"command\": [\"run\", \"it\"], \"idle\": \"5s\"}}");

        Placement placement = onlyPlacement();

        assertThat(placement.concurrency()).isEqualTo(32);
        assertThat(placement.source()).isInstanceOfSatisfying(Source.Processes.class, processes -> {
            assertThat(processes.command()).containsExactly("run", "it");
            assertThat(processes.max()).isEqualTo(1);
            assertThat(processes.idle()).isEqualTo(Duration.ofSeconds(5));
            assertThat(processes.startTimeout()).isEqualTo(Duration.ofMinutes(1));
        });
    }

    @Test
    void queue_hasTheNamesOfTheFunctionUnlessItSaysOthers() throws IOException {
        pool("{\"f\": {\"variant\": \"v\", \"command\": [\"run\"], \"queue\": {\"requests\": \"mine\"}}}");

        assertThat(onlyPlacement().source().queue())
                .contains(new FunctionQueue("pilotlight-f", List.of("mine", "f.retries")));
    }

    @Test
    void addressPool_isRead() throws IOException {
        pool("{\"f\": {\"variant\": \"v\", \"url\": \"https://f.example.org\", \"concurrency\": 7}}");

        Placement placement = onlyPlacement();

        assertThat(placement.concurrency()).isEqualTo(7);
        assertThat(placement.source()).isInstanceOfSatisfying(Source.Address.class, address -> {
            assertThat(address.isSecure()).isTrue();
            assertThat(address.port()).isEqualTo(443);
            assertThat(address.knative()).isEmpty();
        });
    }

    @Test
    void knativeService_isCalledAsTheFunction_unlessItSaysOtherwise() throws IOException {
        pool("{\"f\": {\"variant\": \"v\", \"url\": \"http://x\", \"knative\": {\"namespace\": \"models\"}}}");

        assertThat(onlyPlacement().source())
                .isInstanceOfSatisfying(Source.Address.class, address -> assertThat(address.knative())
                        .contains(new KnativeService("models", "f")));

        pool(
                "{\"f\": {\"variant\": \"v\", \"url\": \"http://x\", \"knative\": {\"namespace\": \"a\", \"service\": \"b\"}}}");

        assertThat(onlyPlacement().source())
                .isInstanceOfSatisfying(Source.Address.class, address -> assertThat(address.knative())
                        .contains(new KnativeService("a", "b")));
    }

    @Test
    void unchanged_isNotReadAgain_andAChangeIs() throws IOException {
        assertThat(folder.readIfChanged()).isPresent();
        assertThat(folder.readIfChanged()).isEmpty();

        file("f.function.json", FUNCTION.replace("\"description\": \"\"", "\"description\": \"new\""));

        assertThat(folder.readIfChanged()).isPresent();
    }

    @Test
    void version_followsTheManifest() throws IOException {
        CatalogFunction before =
                folder.readIfChanged().orElseThrow().function("f").orElseThrow();
        file("f.function.json", FUNCTION + " ");
        CatalogFunction after =
                folder.readIfChanged().orElseThrow().function("f").orElseThrow();

        assertThat(after.version()).isNotEqualTo(before.version());
    }

    @Test
    void otherFiles_areLeftAlone() throws IOException {
        file("README.md", "nothing");
        file("f.json", "nothing");

        assertThat(folder.readIfChanged().orElseThrow().functions()).containsOnlyKeys("f");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"g": {"variant": "v", "url": "http://x"}}                            | expected one of the functions [f], got "g"
            {"f": {"variant": "w", "url": "http://x"}}                            | expected one of the variants [v], got "w"
            {"f": {"variant": "v"}}                                               | either a `command` or a `url`
            {"f": {"variant": "v", "url": "http://x", "command": ["y"]}}          | either a `command` or a `url`
            {"f": {"variant": "v", "command": []}}                                | `command`: expected a program
            {"f": {"variant": "v", "command": ["x"], "idle": "soon"}}             | `idle`: expected a duration such as 30s, got "soon"
            {"f": {"variant": "v", "command": ["x"], "idle": "0s"}}               | `idle`: expected more than nothing
            {"f": {"variant": "v", "command": ["x"], "max": 0}}                   | `max`: expected at least 1, got 0
            {"f": {"variant": "v", "command": ["x"], "cocnurrency": 3}}           | `cocnurrency`: unknown
            {"f": {"variant": "v", "command": ["x"], "concurrency": "3"}}         | `concurrency`: expected an integer, got "3"
            {"f": {"variant": "v", "url": "http://x", "knative": {"namespace": "a/b"}}} | `namespace`: expected at most 63 small letters, digits and hyphens, got "a/b"
            {"f": {"variant": "v", "url": "http://x", "knative": {}}}             | `namespace`: expected a string, it is missing
            {"f": {"variant": "v", "url": "ftp://x"}}                             | `url`: expected http:// or https://
            []                                                                    | `functions`: expected an object
            """)
    void pool_thatIsWrong_isRefusedWithASentence(String functions, String sentence) throws IOException {
        pool(functions);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> folder.readIfChanged())
                .withMessageContaining(sentence);
    }

    @Test
    void brokenFile_isNamed() throws IOException {
        file("edge.pool.json", "{");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> folder.readIfChanged())
                .withMessageStartingWith("catalog: edge.pool.json: no JSON");
    }

    @Test
    void twoOfOneName_areRefused() throws IOException {
        file("g.function.json", FUNCTION);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> folder.readIfChanged())
                .withMessageContaining("\"f\" is defined by another file, too");
    }

    @Test
    void folderThatIsGone_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CatalogFolder(directory.resolve("none")).readIfChanged())
                .withMessageContaining("cannot be read");
    }
}
