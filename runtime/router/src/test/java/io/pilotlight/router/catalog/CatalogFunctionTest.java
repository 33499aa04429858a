package io.pilotlight.router.catalog;

import io.pilotlight.api.Sha256;
import io.pilotlight.wire.manifest.FunctionManifest;
import io.pilotlight.wire.manifest.FunctionManifest.Interchangeable;
import io.pilotlight.wire.manifest.FunctionManifest.Operation;
import io.pilotlight.wire.manifest.Manifests;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class CatalogFunctionTest {

    private static final Sha256 FIRST = new Sha256("1".repeat(64));
    private static final Sha256 ALIKE = new Sha256("2".repeat(64));
    private static final Sha256 OTHER = new Sha256("3".repeat(64));

    private static final CatalogFunction FUNCTION = function();

    /** Three variants, called by their digests, of which the first two are interchangeable. */
    private static CatalogFunction function() {
        FunctionManifest all = Manifests.of("embed", Set.of(Operation.INFERENCE), FIRST, ALIKE, OTHER);
        return new CatalogFunction(
                new FunctionManifest(
                        all.schema(),
                        all.name(),
                        all.description(),
                        all.inputs(),
                        all.outputs(),
                        all.parameters(),
                        all.operations(),
                        all.variants(),
                        List.of(new Interchangeable(Set.of(FIRST.hex(), ALIKE.hex()), 0.99))),
                FIRST);
    }

    @Test
    void whoPinsNothing_isAnsweredByTheFirstVariant_andWhatIsInterchangeableWithIt() {
        assertThat(FUNCTION.mayAnswer(FIRST.hex(), Optional.empty())).isTrue();
        assertThat(FUNCTION.mayAnswer(ALIKE.hex(), Optional.empty())).isTrue();
        assertThat(FUNCTION.mayAnswer(OTHER.hex(), Optional.empty())).isFalse();
    }

    @Test
    void whoPinsADigest_isAnsweredByThatVariantAlone() {
        assertThat(FUNCTION.mayAnswer(FIRST.hex(), Optional.of(OTHER.toString())))
                .isFalse();
        assertThat(FUNCTION.mayAnswer(OTHER.hex(), Optional.of(OTHER.toString())))
                .isTrue();
        assertThat(FUNCTION.mayAnswer(ALIKE.hex(), Optional.of(FIRST.toString())))
                .isFalse();
    }
}
