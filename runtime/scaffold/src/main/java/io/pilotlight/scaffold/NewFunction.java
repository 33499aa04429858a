package io.pilotlight.scaffold;

import io.pilotlight.api.Signature;
import io.pilotlight.engine.model.ModelLoadException;
import io.pilotlight.engine.session.OnnxSession;
import io.pilotlight.engine.session.SessionSettings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes a new function's module: what {@code ./pilotlight new} runs. */
public final class NewFunction {

    private NewFunction() {}

    /**
     * Writes the module, and says which files.
     *
     * @param arguments the function's name, the model's file, the folder to make, and Pilotlight's version
     */
    public static void main(String[] arguments) throws IOException {
        try {
            write(arguments[0], Path.of(arguments[1]), Path.of(arguments[2]), arguments[3]);
        } catch (IllegalArgumentException | ModelLoadException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    static void write(String name, Path model, Path folder, String version) throws IOException {
        if (Files.exists(folder)) {
            throw new IllegalArgumentException("folder " + folder + ": expected none, since it is to be made");
        }
        String file = model.getFileName().toString();
        FunctionProject project = new FunctionProject(name, file, version, signature(model));
        for (Map.Entry<String, String> entry : project.files().entrySet()) {
            Path path = folder.resolve(entry.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, entry.getValue());
            System.out.println(path);
        }
        Path copy = folder.resolve("src/main/model").resolve(file);
        Files.createDirectories(copy.getParent());
        Files.copy(model, copy);
        System.out.println(copy);
    }

    private static Signature signature(Path model) {
        if (!Files.isRegularFile(model)) {
            throw new IllegalArgumentException("model " + model + ": missing");
        }
        try (OnnxSession session = OnnxSession.open(model, new SessionSettings(1, false, false))) {
            return session.signature();
        }
    }
}
