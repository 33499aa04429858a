package io.pilotlight.tests.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The two ways in which a function is built and started. The property {@code pilotlight.executable} picks one for a run. */
enum Executable {
    JVM {
        @Override
        Path program(String function) {
            return Path.of("quarkus-app", "quarkus-run.jar");
        }

        @Override
        List<String> command(Path program, List<String> options) {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
            command.add("-Xmx512m");
            command.addAll(options);
            command.addAll(List.of("-jar", program.toString()));
            return command;
        }
    },
    NATIVE {
        @Override
        Path program(String function) {
            return Path.of(function + "-runner");
        }

        @Override
        List<String> command(Path program, List<String> options) {
            List<String> command = new ArrayList<>();
            command.add(program.toString());
            command.addAll(options);
            return command;
        }
    };

    static Executable underTest() {
        return valueOf(System.getProperty("pilotlight.executable", "jvm").toUpperCase(Locale.ROOT));
    }

    /** Its file, below the folder of the build. */
    abstract Path program(String function);

    abstract List<String> command(Path program, List<String> options);
}
