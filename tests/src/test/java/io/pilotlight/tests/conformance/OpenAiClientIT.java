package io.pilotlight.tests.conformance;

import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.SharedFunction;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** OpenAI's own client for Java, unmodified. */
@ExtendWith(SharedFunction.class)
class OpenAiClientIT {

    private static final int DIMENSIONS = 384;

    private final OpenAIClient client;

    OpenAiClientIT(FunctionProcess function) {
        this.client = OpenAIOkHttpClient.builder()
                .baseUrl(function.address() + "/v1")
                .apiKey("none")
                .maxRetries(0)
                .build();
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void listsTheModels() {
        assertThat(client.models().list().data()).extracting(Model::id).containsExactly("embed");
        assertThat(client.models().retrieve("embed").ownedBy()).isEqualTo("pilotlight");
    }

    @Test
    void embedsTexts() {
        CreateEmbeddingResponse answer = client.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model("embed")
                        .inputOfArrayOfStrings(List.of("a card", "gr\u00fcn"))
                        .build());

        assertThat(answer.data()).hasSize(2).allSatisfy(one -> assertThat(one.embedding())
                .hasSize(DIMENSIONS));
        assertThat(answer.data().get(1).index()).isEqualTo(1);
        assertThat(answer.usage().promptTokens()).isPositive();
    }

    @Test
    void embedsTokenIds_likeTheirTexts() {
        EmbeddingCreateParams.Builder question = EmbeddingCreateParams.builder().model("embed");

        CreateEmbeddingResponse ids = client.embeddings()
                .create(question.inputOfArrayOfTokenArrays(List.of(List.of(101L, 7592L, 102L)))
                        .build());
        CreateEmbeddingResponse text =
                client.embeddings().create(question.input("hello").build());

        assertThat(ids.data().getFirst().embedding())
                .isEqualTo(text.data().getFirst().embedding());
    }

    @Test
    void seesErrorsAsItsOwn() {
        BadRequestException dimensions = catchThrowableOfType(BadRequestException.class, () -> client.embeddings()
                .create(question("embed").dimensions(256).build()));
        assertThat(dimensions.param()).contains("dimensions");
        assertThat(dimensions.getMessage()).contains("384");
        NotFoundException model = catchThrowableOfType(NotFoundException.class, () -> client.embeddings()
                .create(question("other").build()));
        assertThat(model.code()).contains("model_not_found");
    }

    private static EmbeddingCreateParams.Builder question(String model) {
        return EmbeddingCreateParams.builder().model(model).input("a card");
    }
}
