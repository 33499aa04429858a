package io.pilotlight.serving.manifest;

import io.pilotlight.engine.Handler;
import io.pilotlight.engine.model.ModelFiles;
import io.pilotlight.serving.FunctionDefinition;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

final class EarlyDefinitionTest {

    public record Item(String text) {}

    public static class Plain implements FunctionDefinition<Item, Item> {

        static final int CONSTANT = 1;

        @Override
        public Handler<? super Item, Item> load(ModelFiles files) {
            throw new IllegalStateException("nothing is loaded here");
        }
    }

    public static final class Injected extends Plain {

        String setting = "";
    }

    public static final class Derived extends Plain {}

    public static final class Constructed extends Plain {

        public Constructed(String setting) {}
    }

    private final String service = "META-INF/services/" + FunctionDefinition.class.getName();

    @Test
    void findsADefinitionThatNeedsNothing(@TempDir Path classes) throws IOException {
        EarlyDefinition.write(Derived.class, classes);

        assertThat(classes.resolve(service)).hasContent(Derived.class.getName());
        assertThat(classes.resolve("META-INF/native-image/io.pilotlight/" + Derived.class.getName()
                        + "/reachability-metadata.json"))
                .content()
                .contains("\"type\":\"" + Derived.class.getName() + "\"", service);
    }

    @Test
    void leavesOthersToTheApplication(@TempDir Path classes) throws IOException {
        for (Class<?> other : new Class<?>[] {Injected.class, Constructed.class, String.class}) {
            EarlyDefinition.write(Plain.class, classes);
            EarlyDefinition.write(other, classes);

            assertThat(Files.exists(classes.resolve(service)))
                    .as(other.getName())
                    .isFalse();
        }
    }
}
