package io.pilotlight.wire.http;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PathTemplateTest {

    private static final PathTemplate MODEL =
            PathTemplate.of("/v2/models/:model/versions/:version").orElseThrow();

    @Test
    void path_withoutParameters_isNoTemplate() {
        assertThat(PathTemplate.of("/v2/models")).isEmpty();
        assertThat(PathTemplate.of("/")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/v2/models/embed/versions/1, embed, 1",
        "/v2/models/embed/versions/1/, embed, 1",
        "/v2/models/a%20b/versions/1+2, 'a b', 1+2",
        "/v2/models/a%2Fb/versions/%C3%A4, a/b, ä",
        "/v2/models/versions/versions/versions, versions, versions",
    })
    void match_givesWhatStandsForTheParameters(String path, String model, String version) {
        assertThat(MODEL.match(path)).contains(Map.of("model", model, "version", version));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v2",
                "/v2/models",
                "/v2/models/embed/versions",
                "/v2/models/embed/versions/",
                "/v2/models//versions/1",
                "/v2/models/embed/version/1",
                "/v2/models/embed/versionss/1",
                "/v2/models/embed/versions/1/infer",
                "/v2/models/embed/versions/1//",
                "/V2/models/embed/versions/1",
                "/x/v2/models/embed/versions/1",
                "v2/models/embed/versions/1"
            })
    void match_isOfWholePathsOnly(String path) {
        assertThat(MODEL.match(path)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%4", "%zz"})
    void match_ofWhatCannotBeDecoded_isNone(String model) {
        assertThatThrownBy(() -> MODEL.match("/v2/models/" + model + "/versions/1"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
