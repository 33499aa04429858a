package io.pilotlight.wire.openinference.grpc;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.wire.Refusal;
import io.pilotlight.wire.openinference.message.InferParameter;
import io.pilotlight.wire.openinference.message.ModelInferRequest;
import io.pilotlight.wire.openinference.message.ModelInferRequest.InferInputTensor;

import com.google.protobuf.UnknownFieldSet;
import org.junit.jupiter.api.Test;

import java.util.Collections;

import static org.assertj.core.api.Assertions.assertThat;

class FieldLimitTest {

    @Test
    void read_asManyFieldsAsMayBe_isRead() {
        ModelInferRequest request = inputs(FieldLimit.MAX_FIELDS);

        assertThat(read(request)).isEqualTo(request);
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

        assertThat(read(request))
                .isEqualTo(ModelInferRequest.newBuilder().addInputs(input).build());
    }

    private static ModelInferRequest inputs(int count) {
        return ModelInferRequest.newBuilder()
                .addAllInputs(Collections.nCopies(count, InferInputTensor.getDefaultInstance()))
                .build();
    }

    private static void requireRefused(ModelInferRequest request) {
        Refusal.of(() -> read(request))
                .is(ErrorCode.REQUEST_TOO_LARGE)
                .says("at most " + FieldLimit.MAX_FIELDS + " fields");
    }

    private static ModelInferRequest read(ModelInferRequest request) {
        return GrpcMessage.read(
                GrpcMessage.of(request).getBytes(), ModelInferRequest.parser(), ModelInferRequest.INPUTS_FIELD_NUMBER);
    }
}
