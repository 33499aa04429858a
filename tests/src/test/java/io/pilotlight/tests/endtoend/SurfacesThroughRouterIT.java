package io.pilotlight.tests.endtoend;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.CatalogFiles;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.Placement;
import io.pilotlight.tests.process.RouterProcess;
import io.pilotlight.tests.process.SharedFunction;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Callers cannot tell, by what they are answered, whether a function answers or the router in front of it. */
@ExtendWith(SharedFunction.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SurfacesThroughRouterIT {

    private final FunctionProcess function;
    private RouterProcess router;

    SurfacesThroughRouterIT(FunctionProcess function) {
        this.function = function;
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        router = RouterProcess.of(RouterProcess.launch(
                        new CatalogFiles(folder).embed().pool("edge-cpu", 1, Map.of("embed", Placement.ofEmbed())))
                .environment("PILOTLIGHT_CACHE_ENABLED", "true"));
    }

    @AfterAll
    void stop() {
        router.close();
    }

    /** The second time from the router's cache, where it keeps such answers. */
    @ParameterizedTest
    @EnumSource
    void giveTheSameAnswersTwice(Surface surface) {
        for (String text : List.of("hello world", "café", "two cards, \"one\" PIN")) {
            float[] direct = surface.embed(function, text);

            assertThat(surface.embed(router.front(), text)).as(text).containsExactly(direct);
            assertThat(surface.embed(router.front(), text)).as(text).containsExactly(direct);
        }
    }

    @ParameterizedTest
    @EnumSource
    void giveTheSameRefusals(Surface surface) {
        String tooLong = "word ".repeat(300);

        Answer direct = surface.refusal(function.send(surface.request(tooLong)));
        Answer passed = surface.refusal(router.front().send(surface.request(tooLong)));

        assertThat(direct.status()).isBetween(400, 499);
        assertThat(passed.status()).isEqualTo(direct.status());
        assertThat(surface.errorForm().messageIn(passed))
                .isEqualTo(surface.errorForm().messageIn(direct));
    }
}
