package io.pilotlight.serving.openinference.grpc;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.serving.openinference.wire.InferParameter;
import io.pilotlight.serving.openinference.wire.ModelInferRequest;
import io.pilotlight.serving.openinference.wire.ModelInferRequest.InferInputTensor;
import io.pilotlight.wire.Refusal;

import com.google.protobuf.UnknownFieldSet;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

import java.util.Collections;

import static org.assertj.core.api.Assertions.assertThat;

class FieldLimitTest {

    @Test
    void read_asManyFieldsAsMayBe_isRead() {
        ModelInferRequest request = inputs(FieldLimit.MAX_FIELDS);

        assertThat(GrpcInferReader.message(sent(request))).isEqualTo(request);
    }

    /** Two bytes each, sixty in memory: a body of 16 MB would take 480. */
    @Test
    void read_oneInputMore_isRefused() {
        requireRefused(inputs(FieldLimit.MAX_FIELDS + 1));
    }

    @Test
    void read_tooManyFieldsOfOneInput_isRefused() {
        InferInputTensor.Builder input = InferInputTensor.newBuilder();
        for (int i = 0; i < FieldLimit.MAX_FIELDS; i++) {
            input.putParameters("p" + i, InferParameter.getDefaultInstance());
        }

        requireRefused(ModelInferRequest.newBuilder().addInputs(input).build());
    }

    @Test
    void read_fieldsThatNobodyKnows_areNotKept() {
        UnknownFieldSet unknown = UnknownFieldSet.newBuilder()
                .addField(1_000, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .build();
        InferInputTensor input = InferInputTensor.newBuilder().setName("text").build();
        ModelInferRequest request = ModelInferRequest.newBuilder()
                .addInputs(input.toBuilder().setUnknownFields(unknown))
                .setUnknownFields(unknown)
                .build();

        assertThat(GrpcInferReader.message(sent(request)))
                .isEqualTo(ModelInferRequest.newBuilder().addInputs(input).build());
    }

    private static ModelInferRequest inputs(int count) {
        return ModelInferRequest.newBuilder()
                .addAllInputs(Collections.nCopies(count, InferInputTensor.getDefaultInstance()))
                .build();
    }

    private static void requireRefused(ModelInferRequest request) {
        Refusal.of(() -> GrpcInferReader.message(sent(request)))
                .is(ErrorCode.REQUEST_TOO_LARGE)
                .says("at most " + FieldLimit.MAX_FIELDS + " fields");
    }

    private static byte[] sent(ModelInferRequest request) {
        Buffer message = GrpcMessage.of(request);
        return message.getBytes();
    }
}
