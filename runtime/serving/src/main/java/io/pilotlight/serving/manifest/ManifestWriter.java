package io.pilotlight.serving.manifest;

import io.pilotlight.api.FileDigest;
import io.pilotlight.api.Sha256;
import io.pilotlight.engine.Handler;
import io.pilotlight.engine.model.ModelFiles;
import io.pilotlight.serving.item.ItemType;
import io.pilotlight.serving.openai.EmbeddingModel;
import io.pilotlight.wire.json.Json;
import io.pilotlight.wire.json.StrictObject;
import io.pilotlight.wire.manifest.FunctionManifest;
import io.pilotlight.wire.manifest.ManifestJson;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.funqy.Funq;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The build step that writes a function's manifest: takes what its author says ({@code src/main/function.json}), and adds
 * what can be found out: the signature, from the types of its {@link Funq} method, what else it may be asked for, and the digests.
 *
 * <p>The answer digest covers, each tagged and length-prefixed: the variant's files by name, and the handler's build, that
 * is every class file of the function and of the engine, and the names (with versions) of the libraries that compute.
 */
public final class ManifestWriter {

    private ManifestWriter() {}

    /**
     * Writes one manifest, to {@code META-INF/pilotlight}, and beside it what finds the function's definition early.
     *
     * @param arguments the function's class, its {@code function.json}, the folder of its model files, that of its classes
     */
    public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
        if (arguments.length != 4) {
            throw new IllegalArgumentException(
                    "expected: <function class> <src/main/function.json> <model folder> <classes folder>");
        }
        Class<?> function =
                Class.forName(arguments[0], false, Thread.currentThread().getContextClassLoader());
        JsonNode source = Json.MAPPER.readTree(Path.of(arguments[1]).toFile());
        FunctionManifest manifest = manifest(function, source, Path.of(arguments[2]));
        Path classes = Path.of(arguments[3]);
        Path output = classes.resolve("META-INF").resolve("pilotlight");
        Files.createDirectories(output);
        Files.writeString(output.resolve("function.json"), ManifestJson.write(manifest));
        EarlyDefinition.write(function, classes);
    }

    static FunctionManifest manifest(Class<?> function, JsonNode source, Path models) throws IOException {
        Method method = Arrays.stream(function.getMethods())
                .filter(candidate -> candidate.isAnnotationPresent(Funq.class))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(function.getName() + ": expected a method with @Funq"));
        ItemType<?> input = ItemType.of(method.getParameterTypes()[0].asSubclass(Record.class));
        ItemType<?> output = ItemType.of(method.getReturnType().asSubclass(Record.class));
        byte[] build = handlerBuild(function);
        List<FunctionManifest.Variant> variants = new ArrayList<>();
        StrictObject written = StrictObject.of("manifest", source);
        for (StrictObject variant : written.objects("variants")) {
            variants.add(variant(variant, models, build));
        }
        String declared = method.getAnnotation(Funq.class).value();
        return new FunctionManifest(
                FunctionManifest.SCHEMA,
                declared.isEmpty() ? method.getName() : declared,
                written.text("description"),
                input.tensors(),
                output.tensors(),
                input.parameters(),
                operations(function),
                variants,
                ManifestJson.interchangeable(written));
    }

    private static Set<FunctionManifest.Operation> operations(Class<?> function) {
        return EmbeddingModel.class.isAssignableFrom(function)
                ? Set.of(FunctionManifest.Operation.INFERENCE, FunctionManifest.Operation.EMBEDDINGS)
                : Set.of(FunctionManifest.Operation.INFERENCE);
    }

    private static FunctionManifest.Variant variant(StrictObject source, Path models, byte[] build) throws IOException {
        Map<String, FileDigest> files = new TreeMap<>();
        for (String name : source.texts("files")) {
            files.put(name, FileDigest.of(models.resolve(name)));
        }
        String weights = ModelFiles.weightsOf(source.text("model"));
        if (Files.exists(models.resolve(weights))) {
            files.put(weights, FileDigest.of(models.resolve(weights)));
        }
        return new FunctionManifest.Variant(
                source.text("name"),
                source.text("model"),
                files,
                source.bool("graphOptimized"),
                source.bool("rowsIndependent"),
                source.bool("cacheable"),
                answerDigest(files, build));
    }

    private static Sha256 answerDigest(Map<String, FileDigest> files, byte[] build) {
        MessageDigest digest = Sha256.algorithm();
        files.forEach((name, content) -> {
            put(digest, "file", name.getBytes(StandardCharsets.UTF_8));
            put(digest, "content", content.whole().hex().getBytes(StandardCharsets.UTF_8));
        });
        put(digest, "build", build);
        return Sha256.ofBytes(digest.digest());
    }

    private static byte[] handlerBuild(Class<?> function) throws IOException {
        MessageDigest digest = Sha256.algorithm();
        putClasses(digest, location(function));
        putClasses(digest, location(Handler.class));
        for (Class<?> library : List.of(OrtSession.class, HuggingFaceTokenizer.class)) {
            Path name = location(library).getFileName();
            put(digest, "library", String.valueOf(name).getBytes(StandardCharsets.UTF_8));
        }
        return digest.digest();
    }

    private static Path location(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    /** A folder of classes and the jar made of it give the same digest. */
    private static void putClasses(MessageDigest digest, Path location) throws IOException {
        if (Files.isDirectory(location)) {
            putTree(digest, location);
            return;
        }
        try (FileSystem jar = FileSystems.newFileSystem(location)) {
            putTree(digest, jar.getPath("/"));
        }
    }

    private static void putTree(MessageDigest digest, Path root) throws IOException {
        Map<String, Path> classes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(file -> file.toString().endsWith(".class"))
                    .forEach(file -> classes.put(root.relativize(file).toString(), file));
        }
        for (Map.Entry<String, Path> entry : classes.entrySet()) {
            put(digest, "class", entry.getKey().getBytes(StandardCharsets.UTF_8));
            put(digest, "bytes", Files.readAllBytes(entry.getValue()));
        }
    }

    /** Tag, length, value: no two sequences of values have the same bytes. */
    private static void put(MessageDigest digest, String tag, byte[] value) {
        digest.update((tag + ':' + value.length + ':').getBytes(StandardCharsets.UTF_8));
        digest.update(value);
    }
}
